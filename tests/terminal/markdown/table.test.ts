import fc from 'fast-check';
import { expect, it } from 'vitest';
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
