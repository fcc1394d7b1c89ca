import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { type FileSystem, nodeFileSystem } from '../../src/store/file-system.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { at, collect, conversation, failing, filesIn, message, openStore } from './fixture.ts';

/** A file system whose `nth` call is refused, whatever it is; `calls` counts them. */
function failingAt(nth: number, code: string): { readonly fs: FileSystem; calls: number } {
  const counter = { fs: nodeFileSystem, calls: 0 };
  const guarded = Object.entries(nodeFileSystem)
    .filter(([name]) => name.endsWith('Sync') && name !== 'closeSync')
    .map(([name, works]) => [
      name,
      (...args: unknown[]) => {
        counter.calls++;
        if (counter.calls !== nth) return (works as (...args: unknown[]) => unknown)(...args);
        throw Object.assign(new Error(`${code}: refused, ${name}`), { code, syscall: name, errno: -1 });
      },
    ]);
  counter.fs = { ...nodeFileSystem, ...Object.fromEntries(guarded) };
  return counter;
}

describe.each(['ENOSPC', 'EIO', 'EACCES'])('when the system refuses anything with %s', (code) => {
  test('an update is there or is not, nothing is torn, nothing is left over', async () => {
    for (let nth = 1; ; nth++) {
      const good = openStore();
      const old = conversation({ messages: [message('first')], updatedAt: at(1) });
      await good.store.create(old);
      const counter = failingAt(nth, code);
      const bad = openStore(good.configDir, { fs: counter.fs });
      const said = message('second');
      const saving = bad.store.update(old, (current) => ({
        ...current,
        updatedAt: at(2),
        messages: [...current.messages, said],
      }));
      const error: unknown = await saving.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error !== undefined) expect(error).toBeInstanceOf(CliError);

      // A lock that could not be removed is, by whoever comes next.
      expect(await good.store.remove(['none'])).toBe(0);
      const contents = (await good.store.load(old.id)).messages.map(({ content }) => content);
      expect(contents).toEqual(contents.length === 1 ? ['first'] : ['first', 'second']);
      if (error === undefined) expect(contents).toHaveLength(2);
      expect(
        (await good.store.list({ limit: 5 })).conversations.map(({ messageCount }) => messageCount),
      ).toEqual([contents.length]);
      expect(filesIn(good.configDir)).toEqual([join('conversations', `${old.id}.json`), 'index.jsonl']);
      expect([...good.warnings, ...bad.warnings]).toEqual([]);
      if (counter.calls < nth) break;
    }
  });

  test('reading answers right or says what is wrong', async () => {
    const { store, configDir } = openStore();
    await store.create(conversation({ name: 'trip', messages: [message('Zebra')] }));
    for (let nth = 1; ; nth++) {
      const counter = failingAt(nth, code);
      const bad = openStore(configDir, { fs: counter.fs }).store;
      const readings = [
        () => bad.list({ limit: 0 }).then(({ total, unreadable }) => total + unreadable.length),
        () => bad.latest(() => true).then((found) => (found ? 1 : 0)),
        () => bad.find('trip').then(() => 1),
        () => collect(bad.search('zebra', new AbortController().signal)).then((hits) => hits.length),
      ];
      const outcomes = [];
      for (const reading of readings) outcomes.push(await reading().catch((error: unknown) => error));
      const wrong = outcomes.filter((outcome) => outcome !== 1 && !(outcome instanceof CliError));
      // A file that can't be opened holds no hit, and is not the last used one that can be read.
      expect(wrong.filter((outcome) => outcome !== 0)).toEqual([]);
      expect(wrong.length).toBeLessThanOrEqual(1);
      if (counter.calls < nth) break;
    }
  });
});

describe('the error says where and why', () => {
  test.each([
    ['ENOSPC', 'no space is left on the disk'],
    ['EROFS', 'the file system is read-only'],
    ['EACCES', 'permission denied'],
    ['EDQUOT', 'the disk quota is used up'],
    ['EWHATEVER', 'EWHATEVER'],
  ])('%s', async (code, reason) => {
    const { store, dir, configDir } = openStore(undefined, { fs: failing('fdatasyncSync', code) });
    await expect(store.create(conversation())).rejects.toMatchObject({
      kind: 'usage',
      message: `can't write ${dir}: ${reason}`,
      hint: expect.stringContaining('AI_CHAT_CONFIG_DIR'),
    });
    expect(filesIn(configDir)).toEqual([]);
  });

  test('a config dir that is a file', async () => {
    const configDir = join(tempDir(), 'config');
    writeFileSync(configDir, 'mine');
    const { store } = openStore(configDir);
    const refusals = [
      store.create(conversation()),
      store.list({ limit: 1 }),
      store.latest(() => true),
      store.find('trip'),
      store.load('abcd'),
      store.clear({}),
      collect(store.search('x', new AbortController().signal)),
    ];
    const refusal = { kind: 'usage', message: expect.stringMatching(/a file, not a folder|can't be read/) };
    await Promise.all(refusals.map((refused) => expect(refused).rejects.toMatchObject(refusal)));
    expect(readFileSync(configDir, 'utf8')).toBe('mine');
  });

  test('conversations that are a file', async () => {
    const { store, dir, configDir } = openStore();
    mkdirSync(configDir);
    writeFileSync(dir, 'mine');
    await expect(store.create(conversation())).rejects.toMatchObject({ kind: 'usage' });
    await expect(store.list({ limit: 1 })).rejects.toMatchObject({ kind: 'usage' });
  });
});

describe('on a disk that can only be read', () => {
  test('what is there can be read, and an index that is out of date does not matter', async () => {
    const { store, configDir } = openStore();
    const made = conversation({ name: 'trip', messages: [message('Zebra')] });
    await store.create(made);
    writeFileSync(join(configDir, 'index.jsonl'), 'garbage');
    const opened: unknown[] = [];
    const openSync: FileSystem['openSync'] = (path, flags, mode) => {
      if (flags === 'wx' || flags === 'a') {
        opened.push(path);
        throw Object.assign(new Error('EROFS'), { code: 'EROFS', syscall: 'open' });
      }
      return nodeFileSystem.openSync(path, flags, mode);
    };
    const readOnly = openStore(configDir, { fs: { ...nodeFileSystem, openSync } }).store;
    expect((await readOnly.list({ limit: 1 })).total).toBe(1);
    expect((await readOnly.find('trip')).id).toBe(made.id);
    expect(await collect(readOnly.search('zebra', new AbortController().signal))).toHaveLength(1);
    expect(opened.length).toBeGreaterThan(0);
    expect(readFileSync(join(configDir, 'index.jsonl'), 'utf8')).toBe('garbage');
  });

  test('reading an empty store makes nothing', async () => {
    const { store, configDir } = openStore(join(tempDir(), 'not', 'there'));
    expect(await store.list({ limit: 0 })).toEqual({ conversations: [], total: 0, unreadable: [] });
    expect(await store.latest(() => true)).toBeUndefined();
    expect(await store.findByName('x')).toBeUndefined();
    expect(await store.clear({})).toMatchObject({ conversations: 0 });
    expect(await store.clear({ olderThan: Date.now() })).toMatchObject({ conversations: 0 });
    await expect(store.find('last')).rejects.toMatchObject({ kind: 'usage' });
    await expect(store.find('abcd')).rejects.toMatchObject({ kind: 'usage' });
    expect(() => filesIn(configDir)).toThrow('ENOENT');
  });
});
