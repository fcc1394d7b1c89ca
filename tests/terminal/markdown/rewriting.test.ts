import { describe, expect, it } from 'vitest';
import { ANSWERS, cut } from './corpus.ts';
import { Emulator } from './emulator.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: a move up, by this many rows
const UP = /\x1b\[(\d*)A/g;

/** What each chunk of `text` made the stream write. */
async function writes(text: string, columns: number, rows: number, size = 5): Promise<string[][]> {
  const emulator = new Emulator(columns, rows);
  let now: string[] = [];
  const write = (part: string) => {
    now.push(part);
  };
  const stream = emulator.stream({ write });
  const all: string[][] = [];
  for (const chunk of cut(text, [size])) {
    now = [];
    stream.write(chunk);
    all.push(now);
  }
  now = [];
  await stream.end();
  return all;
}

describe('rewriting', () => {
  it('reaches no farther than the window, and takes one write for each chunk', async () => {
    for (const text of ANSWERS.values()) {
      for (const rows of [5, 10, 24]) {
        for (const written of await writes(text, 40, rows)) {
          expect(written.length).toBeLessThanOrEqual(1);
          for (const [, up] of (written[0] ?? '').matchAll(UP)) expect(Number(up || 1)).toBeLessThan(rows);
        }
      }
    }
  });

  it('touches only the last row when words are added', async () => {
    const text = 'word '.repeat(60);
    const [first = [], ...others] = await writes(text, 30, 24);
    expect(first).toEqual(['word\n']);
    for (const [written = ''] of others) {
      expect(written.match(UP) ?? []).toEqual(
        written === '' || written.startsWith('\x1b[G\x1b[Kword') ? [] : ['\x1b[1A'],
      );
      expect(written.split('\n').length).toBeLessThanOrEqual(3);
    }
  });

  it('leaves finished blocks alone', async () => {
    const [, second = []] = await writes('one\n\ntwo\n\n', 30, 24, 5);
    expect(second).toEqual(['\x1b[G\x1b[K\ntwo\n']);
  });

  it('writes over what the terminal echoes of what is typed meanwhile, and not over what stood there before', async () => {
    const emulator = new Emulator(30, 10);
    const stream = emulator.stream();
    emulator.terminal.write('$ ');
    for (const part of ['one\n\ntw', 'o\n\nthr', 'ee\n']) {
      stream.write(part);
      await emulator.flush();
      emulator.terminal.write('ls -l');
    }
    await stream.end();
    expect(await emulator.rows()).toEqual(['$ one', '', 'two', '', 'three', 'ls -l']);
  });

  it('clears no whole screen where a table that fills it is laid out anew', async () => {
    const emulator = new Emulator(60, 12);
    const stream = emulator.stream();
    const rows = Array.from(
      { length: 14 },
      (_, index) => `| ${'x'.repeat(index + 1)} | [${index}](https://a.example/${index}) |\n`,
    );
    for (const chunk of cut(`| a | b |\n|---|---|\n${rows.join('')}`, [5])) {
      stream.write(chunk);
      await emulator.flush();
    }
    await stream.end();
    expect((await emulator.rows()).filter((row) => row.startsWith('a '))).toHaveLength(1);
  });

  it('shows what has come of a word, of emphasis before its end, and of a table', async () => {
    const emulator = new Emulator(30, 10);
    const stream = emulator.stream();
    const seen: string[][] = [];
    for (const part of ['Hel', 'lo **bo', 'ld** x\n\n', '| a | b |\n|--', '|--|\n| 1 ', '| 2 |\n']) {
      stream.write(part);
      seen.push(await emulator.rows());
    }
    expect(seen).toEqual([
      ['Hel'],
      ['Hello bo'],
      ['Hello bold x'],
      ['Hello bold x'],
      ['Hello bold x', '', 'a │ b', '──┼──'],
      ['Hello bold x', '', 'a │ b', '──┼──', '1 │ 2'],
    ]);
  });
});
