import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FileSystem, nodeFileSystem } from '../../src/store/file-system.ts';
import { createInputHistory } from '../../src/store/input-history.ts';
import { takeLock } from '../../src/store/lock.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { clock, failing } from './fixture.ts';

function historyIn(configDir: string, fs: FileSystem = nodeFileSystem) {
  return createInputHistory({ configDir, clock, note: () => undefined, fs });
}

const file = (dir: string) => join(dir, 'input-history.jsonl');
const linesOf = (dir: string) => readFileSync(file(dir), 'utf8').split('\n').slice(0, -1);
/** Puts so many numbers there, from 0 on. */
const write = (dir: string, count: number) =>
  writeFileSync(file(dir), Array.from({ length: count }, (_, n) => `"${n}"\n`).join(''), { mode: 0o600 });

describe('the input history', () => {
  it('gives back what was typed, in any later invocation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.string({ unit: 'binary' }), { maxLength: 5 }), async (messages) => {
        const dir = join(tempDir(), 'not', 'there');
        const history = historyIn(dir);
        for (const message of messages) await history.append(message);
        expect(await historyIn(dir).load()).toEqual(messages);
        expect(history.refusal).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  it('is empty and quiet where there is none yet', async () => {
    const dir = join(tempDir(), 'nowhere');
    const history = historyIn(dir);
    expect([await history.load(), history.refusal, existsSync(dir)]).toEqual([[], undefined, false]);
  });

  it('keeps a message once that is sent again, also in the next invocation', async () => {
    const dir = tempDir();
    const first = historyIn(dir);
    for (const message of ['a', 'a', 'b', 'a']) await first.append(message);
    const second = historyIn(dir);
    expect(await second.load()).toEqual(['a', 'b', 'a']);
    await second.append('a');
    expect(linesOf(dir)).toHaveLength(3);
  });

  it.skipIf(platform === 'win32')('is for the user alone', async () => {
    const dir = join(tempDir(), 'config');
    await historyIn(dir).append('a');
    expect(statSync(file(dir)).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  it('passes over damaged lines, and does not run into one that was cut short', async () => {
    const dir = tempDir();
    const early = historyIn(dir);
    await early.load();
    writeFileSync(file(dir), '"a"\nnonsense\n42\n\n"b"\n"half');
    expect(await historyIn(dir).load()).toEqual(['a', 'b']);
    await early.append('c');
    expect(await historyIn(dir).load()).toEqual(['a', 'b', 'c']);
  });

  it('leaves a book that was pasted to its conversation', async () => {
    const dir = tempDir();
    await historyIn(dir).append('x'.repeat(100_000));
    expect(existsSync(file(dir))).toBe(false);
  });
});

describe('an input history of more than 2,000 lines', () => {
  it('is shortened to the last 1,000 when something is added', async () => {
    const dir = tempDir();
    write(dir, 2000);
    const short = historyIn(dir);
    expect((await short.load())[0]).toBe('1000');
    await short.append('new');
    expect(linesOf(dir)).toHaveLength(2001);

    const long = historyIn(dir);
    const messages = await long.load();
    expect([messages.length, messages[0], messages[999]]).toEqual([1000, '1001', 'new']);
    writeFileSync(join(dir, '.input-history.jsonl.killed.tmp'), '');
    await long.append('newer');
    expect(linesOf(dir)).toEqual([...messages, 'newer'].map((message) => JSON.stringify(message)));
    expect(readdirSync(dir)).toEqual(['input-history.jsonl']);
    if (platform !== 'win32') expect(statSync(file(dir)).mode & 0o777).toBe(0o600);
  });

  it('is shortened where nothing can be flushed that was not opened to be written, as on Windows', async () => {
    const dir = tempDir();
    write(dir, 2001);
    const readOnly = new Set<number>();
    const openSync: FileSystem['openSync'] = (path, flags, mode) => {
      const fd = nodeFileSystem.openSync(path, flags, mode);
      if (typeof flags === 'string' && flags !== 'r') readOnly.delete(fd);
      else readOnly.add(fd);
      return fd;
    };
    const fdatasyncSync: FileSystem['fdatasyncSync'] = (fd) => {
      if (readOnly.has(fd)) throw Object.assign(new Error('EPERM'), { code: 'EPERM', syscall: 'fdatasync' });
      nodeFileSystem.fdatasyncSync(fd);
    };
    const history = historyIn(dir, { ...nodeFileSystem, openSync, fdatasyncSync });
    await history.load();
    await history.append('new');
    expect([linesOf(dir).length, history.refusal]).toEqual([1001, undefined]);
  });

  it('is added to where it can not be shortened', async () => {
    const dir = tempDir();
    write(dir, 2001);
    const history = historyIn(dir, failing('renameSync', 'EACCES'));
    await history.load();
    for (const message of ['new', 'newer']) await history.append(message);
    expect([linesOf(dir).slice(-2), linesOf(dir).length]).toEqual([['"new"', '"newer"'], 2003]);
    expect(history.refusal).toBeUndefined();
    expect(readdirSync(dir)).toEqual(['input-history.jsonl']);
  });

  it('keeps what another process has added since it was loaded', async () => {
    const dir = tempDir();
    write(dir, 2001);
    const ours = historyIn(dir);
    await ours.load();
    await historyIn(dir).append('theirs');
    await ours.append('ours');
    expect([linesOf(dir).slice(-2), linesOf(dir).length]).toEqual([['"theirs"', '"ours"'], 1001]);
  });

  it('keeps what another process adds while it is shortened', async () => {
    const dir = tempDir();
    write(dir, 2001);
    const other = historyIn(dir);
    let added: Promise<void> | undefined;
    const renameSync: FileSystem['renameSync'] = (from, to) => {
      added ??= other.append('theirs');
      nodeFileSystem.renameSync(from, to);
    };
    const ours = historyIn(dir, { ...nodeFileSystem, renameSync });
    await ours.load();
    await ours.append('ours');
    await added;
    expect([linesOf(dir).slice(-2), linesOf(dir).length]).toEqual([['"ours"', '"theirs"'], 1002]);
  });
});

describe('an input history that can not be used', () => {
  it('says why it can not be written, and is kept as soon as it can', async () => {
    const dir = tempDir();
    let isFull = false;
    const history = historyIn(
      dir,
      failing('writeSync', 'EIO', () => isFull),
    );
    await history.append('a');
    isFull = true;
    await history.append('b');
    expect(history.refusal?.message).toMatch(/^can't write .+: the disk reported an error$/);
    isFull = false;
    await history.append('c');
    expect(await historyIn(dir).load()).toEqual(['a', 'c']);
    expect(history.refusal).toBeUndefined();
  });

  it('waits for another process until the signal aborts, and then waits no longer', async () => {
    const dir = tempDir();
    const lock = await takeLock(join(dir, 'conversations'));
    const history = historyIn(dir);
    const controller = new AbortController();
    const added = history.append('a', controller.signal);
    expect(existsSync(file(dir))).toBe(false);
    controller.abort();
    await added;
    await history.append('b', AbortSignal.abort());
    lock?.free();
    expect([await historyIn(dir).load(), history.refusal]).toEqual([['a', 'b'], undefined]);
  });

  it('says why it can not be read', async () => {
    const dir = join(tempDir(), 'file');
    writeFileSync(dir, '');
    const history = historyIn(dir);
    expect(await history.load()).toEqual([]);
    expect(history.refusal?.message).toMatch(/^can't read .+: a part of that path is a file/);
  });
});
