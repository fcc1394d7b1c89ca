import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownToHtml } from '../../../src/terminal/html/markdown-html.ts';
import { textOf } from '../html/page.ts';
import { Emulator } from './emulator.ts';

/** Tables of words that are each there once, and whose rows have any number of cells. */
const tables = fc
  .tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 7 }), { maxLength: 12 }),
  )
  .map(([columns, rows]) => {
    let count = 0;
    const cell = (words: number) => Array.from({ length: words }, () => `w${++count}x`).join(' ');
    const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
    const header = Array.from({ length: columns }, () => cell(1));
    return [header, header.map(() => '---'), ...rows.map((row) => row.map(cell))].map(line).join('\n');
  });
/** Where a row is a list, it names the columns again. */
const wordsIn = (text: string) => [...new Set(text.match(/w\d+x/g))].sort();

it('every word of every cell is shown, at every width, and in a page', async () => {
  await fc.assert(
    fc.asyncProperty(tables, fc.integer({ min: 10, max: 100 }), async (text, columns) => {
      const emulator = new Emulator(columns, 24);
      const stream = emulator.stream();
      stream.write(text);
      await stream.end();
      expect(wordsIn((await emulator.rows()).join('\n'))).toEqual(wordsIn(text));
      expect(wordsIn(textOf(await markdownToHtml(text, 'n')))).toEqual(wordsIn(text));
    }),
    { numRuns: Number(process.env.MARKDOWN_RUNS ?? 60) },
  );
}, 1_000_000);

/** Where the lines between columns stand: each way once, in the order of the rows. */
const waysIn = (rows: readonly string[]) => [
  ...new Set(
    rows
      .filter((row) => row.includes('│'))
      .map((row) => [...row.matchAll(/│/g)].map(({ index }) => index).join()),
  ),
];

describe('a table that can no longer be laid out anew', () => {
  const HEADER = '| fruit | price | name |\n|---|--:|---|\n';
  const ROWS = [
    '| apple | 1 | pomme |\n',
    '| banana | 1234 | banane, a yellow one |\n',
    '| watermelon | 12 | a very large one that is mostly water, and needs more than one line of this window |\n',
    '| fig | 9999999 | figue |\n',
  ];

  it('has columns for the rows to come, where the window is resized before the first', async () => {
    const emulator = new Emulator(100, 24);
    const stream = emulator.stream();
    stream.write(HEADER);
    await emulator.resize(90, 24);
    for (const row of ROWS) stream.write(row);
    await stream.end();
    const rows = (await emulator.rows()).slice(2);
    expect(rows.map((row) => row.replace(/ +/g, ' '))).toEqual([
      'apple │ 1 │ pomme',
      'banana │ 1234 │ banane, a yellow one',
      expect.stringMatching(/^─+┼─+┼─+$/),
      expect.stringMatching(/^watermelon │ 12 │ a very/),
      ' │ │ mostly water, and needs',
      ' │ │ more than one line of this',
      ' │ │ window',
      expect.stringMatching(/^─+┼─+┼─+$/),
      'fig │ 9999999 │ figue',
    ]);
    expect(waysIn(rows)).toHaveLength(1);
    expect(rows[2]?.length).toBeGreaterThan(87);
  });

  it('has one line below its header, and one between rows of which one is broken', async () => {
    const emulator = new Emulator(22, 24);
    const stream = emulator.stream();
    stream.write('| a name of many words | b |\n|---|---|\n');
    await emulator.resize(20, 24);
    stream.write('| x | y |\n');
    await emulator.resize(60, 24);
    stream.write('| z | y |\n| z | z |\n');
    await stream.end();
    const rows = await emulator.rows();
    expect(rows.map((row) => (row.includes('┼') ? '┼' : row.replace(/ +/g, ' ')))).toEqual([
      'a name of many │ b',
      'words │',
      '┼',
      'x │ y',
      '┼',
      'z │ y',
      '┼',
      'z │ z',
    ]);
  });

  it('moves its columns once at most, whatever comes', async () => {
    const word = fc.integer({ min: 1, max: 16 }).map((length) => 'x'.repeat(length));
    const cell = fc.array(word, { maxLength: 2 }).map((words) => words.join(' '));
    const line = fc.array(cell, { minLength: 3, maxLength: 3 }).map((cells) => `| ${cells.join(' | ')} |\n`);
    const columns = fc.integer({ min: 30, max: 120 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 5, maxLength: 30, size: 'max' }),
        columns,
        columns,
        fc.nat(8),
        async (lines, before, after, when) => {
          const emulator = new Emulator(before, 12);
          const stream = emulator.stream();
          stream.write(HEADER);
          for (const row of lines.slice(0, when)) stream.write(row);
          await emulator.resize(after, 12);
          const seen = (await emulator.rows()).length;
          for (const row of lines.slice(when)) stream.write(row);
          await stream.end();
          expect(waysIn((await emulator.rows()).slice(seen)).length).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: Number(process.env.MARKDOWN_RUNS ?? 60) },
    );
  }, 1_000_000);
});
