import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInputHistory } from '../../src/terminal/input-history.ts';
import { tempDir } from '../helpers/temp-dir.ts';

function historyIn(dir: string) {
  const problems: string[] = [];
  return { ...createInputHistory({ dir, onProblem: (message) => problems.push(message) }), problems };
}

const file = (dir: string) => join(dir, 'input-history.jsonl');
const linesOf = (dir: string) => readFileSync(file(dir), 'utf8').split('\n').slice(0, -1);

describe('createInputHistory', () => {
  it('gives back what was typed, in any later invocation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.string({ unit: 'binary' }), { maxLength: 5 }), async (messages) => {
        const dir = join(tempDir(), 'not', 'there');
        const { append, problems } = historyIn(dir);
        for (const message of messages) await append(message);
        expect(await historyIn(dir).load()).toEqual(messages);
        expect(problems).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('is empty and quiet where there is none yet', async () => {
    const { load, problems } = historyIn(join(tempDir(), 'nowhere'));
    expect([await load(), problems]).toEqual([[], []]);
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

  it.skipIf(process.platform === 'win32')('is for the user alone', async () => {
    const dir = join(tempDir(), 'config');
    await historyIn(dir).append('a');
    expect(statSync(file(dir)).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  it('passes over damaged lines, and does not run into one that was cut short', async () => {
    const dir = tempDir();
    writeFileSync(file(dir), '"a"\nnonsense\n42\n\n"b"\n"half');
    const history = historyIn(dir);
    expect(await history.load()).toEqual(['a', 'b']);
    await history.append('c');
    expect(await historyIn(dir).load()).toEqual(['a', 'b', 'c']);
  });

  it('loads the last 1,000, and shortens a file of more than 2,000 lines to them', async () => {
    const dir = tempDir();
    const write = (count: number) =>
      writeFileSync(file(dir), Array.from({ length: count }, (_, n) => `"${n}"\n`).join(''), { mode: 0o600 });
    write(2000);
    expect((await historyIn(dir).load())[0]).toBe('1000');
    expect(linesOf(dir)).toHaveLength(2000);
    write(2001);
    const messages = await historyIn(dir).load();
    expect([messages.length, messages[0], messages[999]]).toEqual([1000, '1001', '2000']);
    expect(linesOf(dir)).toHaveLength(1000);
    expect(readdirSync(dir)).toEqual(['input-history.jsonl']);
  });

  it('leaves a book that was pasted to its conversation', async () => {
    const dir = tempDir();
    await historyIn(dir).append('x'.repeat(100_000));
    expect(existsSync(file(dir))).toBe(false);
  });

  it('forgets everything when told to', async () => {
    const dir = tempDir();
    const history = historyIn(dir);
    await history.append('a');
    await history.clear();
    expect(existsSync(file(dir))).toBe(false);
    await history.append('a');
    expect(await history.load()).toEqual(['a']);
  });

  it('tells once that it cannot be written', async () => {
    const dir = join(tempDir(), 'file');
    writeFileSync(dir, '');
    chmodSync(dir, 0o600);
    const history = historyIn(dir);
    expect(await history.load()).toEqual([]);
    await history.append('a');
    await history.append('b');
    expect(history.problems).toEqual([expect.stringMatching(/^the input history is not kept: /)]);
  });
});
