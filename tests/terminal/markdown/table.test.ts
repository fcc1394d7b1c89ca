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

it('no row is wider than the window where the terminal takes more columns for a cluster than we count', async () => {
  const piece = fc.constantFrom('a', '漢', '👩‍👩‍👧', '👍🏽', 'e\u0301', '❤️');
  const cell = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  const row = fc.array(cell, { minLength: 3, maxLength: 3 }).map((cells) => `| ${cells.join(' | ')} |\n`);
  const alignments = fc.constantFrom(':-:', '--:', '---');
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 5 }),
      fc.tuple(alignments, alignments, alignments),
      fc.integer({ min: 20, max: 60 }),
      async (rows, aligned, columns) => {
        const emulator = new Emulator(columns, 24);
        const stream = emulator.stream();
        stream.write(`| a | b | c |\n| ${aligned.join(' | ')} |\n${rows.join('')}`);
        await stream.end();
        expect(await emulator.lines()).toHaveLength((await emulator.rows()).length);
      },
    ),
    { numRuns: Number(process.env.MARKDOWN_RUNS ?? 60) },
  );
});

/** Where the lines between columns stand: each way once, in the order of the rows. */
const waysIn = (rows: readonly string[]) => [
  ...new Set(
    rows
      .filter((row) => row.includes('│'))
      .map((row) => [...row.matchAll(/│/g)].map(({ index }) => index).join()),
  ),
];

describe('a table that can no longer be laid out anew', () => {
  /** Of three columns for the longest words that are kept whole, and of the lines between them. */
  const ROOM_FOR_WORDS = 3 * 14 + 2 * 3;
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
      'watermelon │ 12 │ a very large one that is mostly water, and needs more',
      ' │ │ than one line of this window',
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

  it('cuts no word that came later while the window has room for it', async () => {
    const emulator = new Emulator(80, 6);
    const stream = emulator.stream();
    stream.write(`| id | note |\n|---|---|\n${'| N | a |\n'.repeat(6)}`);
    stream.write('| 123 | b |\n| 12345678 | c |\n| 1 | international |\n| 1234567890123 | c |\n');
    await stream.end();
    expect((await emulator.rows()).slice(8)).toEqual([
      '123            │ b',
      '12345678       │ c',
      '1              │ international',
      '1234567890123  │ c',
    ]);
  });

  it('keeps its columns at a resize, where they still have room', async () => {
    const emulator = new Emulator(60, 24);
    const stream = emulator.stream();
    stream.write('| name | second |\n|---|---|\n');
    for (const columns of [30, 70]) await emulator.resize(columns, 24);
    stream.write('| q | r |\n');
    await emulator.resize(40, 24);
    stream.write('| a | more than fits |\n');
    await emulator.resize(60, 24);
    stream.write('| incomparable | s |\n');
    await emulator.resize(50, 24);
    stream.write('| t | u |\n');
    await stream.end();
    expect((await emulator.rows()).filter((row) => row.includes('│'))).toEqual([
      'name │ second',
      'q    │ r',
      'a    │ more',
      '     │ than',
      '     │ fits',
      'incomparable             │ s',
      't                        │ u',
    ]);
  });

  it('names its columns again, where a list has become columns', async () => {
    const emulator = new Emulator(20, 24);
    const stream = emulator.stream();
    stream.write('| a | b | c | d | e | f |\n|-|-|-|-|-|-|\n| one | two | three | four | five | six |\n');
    await emulator.resize(60, 24);
    stream.write('| 1 | 2 | 3 | 4 | 5 | 6 |\n| 6 | 5 | 4 | 3 | 2 | 1 |\n');
    await stream.end();
    expect((await emulator.rows()).slice(5)).toEqual([
      'f: six',
      '',
      'a   │ b   │ c     │ d    │ e    │ f',
      '────┼─────┼───────┼──────┼──────┼────',
      '1   │ 2   │ 3     │ 4    │ 5    │ 6',
      '6   │ 5   │ 4     │ 3    │ 2    │ 1',
    ]);
  });

  it('cuts no word that has room, and moves its columns once at most in a window with room for such words', async () => {
    // As many of a letter as it is far in the alphabet, so that a word that was cut is known by its pieces.
    const word = fc
      .integer({ min: 1, max: 16 })
      .map((length) => String.fromCharCode(64 + length).repeat(length));
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
          const rows = (await emulator.rows()).slice(seen);
          const pieces = rows.join('\n').match(/([A-N])\1*/g) ?? [];
          expect(pieces.filter((piece) => piece.length !== piece.charCodeAt(0) - 64)).toEqual([]);
          if (after >= ROOM_FOR_WORDS) expect(waysIn(rows).length).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: Number(process.env.MARKDOWN_RUNS ?? 60) },
    );
  }, 1_000_000);
});
