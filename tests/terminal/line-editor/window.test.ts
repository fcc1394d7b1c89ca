import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowOn } from '../../../src/terminal/line-editor/window.ts';
import { wrap } from '../../../src/terminal/line-editor/wrap.ts';
import { stringWidth } from '../../../src/terminal/width.ts';

const rowsOf = (text: string, columns: number, indent = 0) =>
  wrap(text, { columns, indent, offset: 0 }).rows.map((row) => row.text);

/** Text that can be anything but several lines. */
const lineText = fc
  .array(fc.constantFrom(...'abc d漢字😀é\t', '👨‍👩‍👧', 'e\u0301', '\x1b', '\u202e', '\u200b'), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''));

describe('wrap', () => {
  it('breaks at the edge, and never within a character', () => {
    expect(rowsOf('abcdef', 4)).toEqual(['abcd', 'ef']);
    expect(rowsOf('abc漢字', 4)).toEqual(['abc', '漢字']);
    expect(rowsOf('abc👨‍👩‍👧e\u0301', 4)).toEqual(['abc', '👨‍👩‍👧e\u0301']);
    expect(rowsOf('', 4)).toEqual(['']);
  });

  it('leaves room for the prompt in the first row', () => {
    expect(rowsOf('abcdefg', 6, 5)).toEqual(['a', 'bcdefg']);
    expect(rowsOf('漢', 6, 5)).toEqual(['', '漢']);
  });

  it('shows control characters, and a tab as blanks up to its stop', () => {
    expect(rowsOf('a\x1b[31m\x9b', 40)).toEqual(['a␛[31m<U+009B>']);
    expect(rowsOf('a\tb', 40)).toEqual(['a       b']);
    expect(rowsOf('\tb', 10, 5)).toEqual(['   b']);
    expect(rowsOf('abc\tb', 4)).toEqual(['abc ', 'b']);
  });

  it('gives the cursor a row, also behind a full one', () => {
    const cursorIn = (text: string, cursor: number) =>
      wrap(text, { columns: 4, indent: 0, offset: 0, cursor }).cursor;
    expect(cursorIn('abcdef', 5)).toEqual({ row: 1, column: 1, before: 'e' });
    expect(cursorIn('abcdef', 4)).toEqual({ row: 1, column: 0, before: '' });
    expect(cursorIn('abcd', 4)).toEqual({ row: 1, column: 0, before: '' });
    expect(cursorIn('漢x', 1)).toEqual({ row: 0, column: 2, before: '漢' });
    expect(cursorIn('', 0)).toEqual({ row: 0, column: 0, before: '' });
  });

  it('fits every row, and shows every part of the text once', () => {
    fc.assert(
      fc.property(lineText, fc.integer({ min: 9, max: 40 }), fc.nat(8), (text, columns, indent) => {
        const { rows } = wrap(text, { columns, indent, offset: 0 });
        let at = 0;
        for (const [index, row] of rows.entries()) {
          expect(row.width).toBeLessThanOrEqual(columns);
          expect(row.width).toBe((index === 0 ? indent : 0) + stringWidth(row.text));
          expect(row.start).toBe(at);
          at = row.end;
        }
        expect(at).toBe(text.length);
      }),
    );
  });
});

describe('windowOn', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`).join('\n');
  const windowAt = (text: string, cursor: number, capacity = 9) =>
    windowOn({ text, cursor }, { columns: 20, indent: 5, capacity });
  const shown = (text: string, cursor: number, capacity?: number) =>
    windowAt(text, cursor, capacity).rows.map((row) => row.text);

  it('shows everything that fits', () => {
    expect(shown('one\n\ntwo\n', 0)).toEqual(['one', '', 'two', '']);
    expect(windowAt(lines(9), 3)).toMatchObject({ hiddenAbove: false, hiddenBelow: false });
  });

  it('shows what is around the cursor of what does not fit', () => {
    const text = lines(100);
    expect(shown(text, text.length)).toEqual([
      'line 93',
      'line 94',
      'line 95',
      'line 96',
      'line 97',
      'line 98',
      'line 99',
    ]);
    expect(shown(text, 0)).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4', 'line 5', 'line 6']);
    const middle = windowAt(text, text.indexOf('line 50'));
    expect(middle.rows.map((row) => row.text)).toEqual([47, 48, 49, 50, 51, 52, 53].map((n) => `line ${n}`));
    expect(middle).toMatchObject({ cursor: { row: 3, column: 0 }, hiddenAbove: true, hiddenBelow: true });
  });

  it('has at least the row of the cursor', () => {
    expect(shown(lines(50), 0, 1)).toEqual(['line 0']);
  });

  it('has no more rows than it may, the cursor in one of them, for any text', () => {
    const text = fc
      .array(fc.oneof(lineText, fc.constantFrom('', 'x'.repeat(5000), '漢'.repeat(3000))))
      .map((all) => all.join('\n'));
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 1, max: 30 }), (all, place, capacity) => {
        const edges = Array.from(new Intl.Segmenter().segment(all), ({ index }) => index);
        const cursor = edges[place % Math.max(1, edges.length)] ?? 0;
        const { rows, cursor: at } = windowOn({ text: all, cursor }, { columns: 12, indent: 5, capacity });
        expect(rows.length).toBeLessThanOrEqual(capacity);
        const row = rows[at.row];
        expect(row && row.start <= cursor && cursor <= row.end).toBe(true);
        for (const [index, next] of rows.slice(1).entries()) {
          // Nothing between two rows but a newline.
          expect(all.slice(rows[index]?.end, next.start)).toMatch(/^\n?$/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('looks only at what it shows of a text of 10 MB', () => {
    const text = `${'a line of text\n'.repeat(350_000)}${'漢字'.repeat(2_500_000)}`;
    const { rows } = windowAt(text, text.length - 10_001);
    expect(rows).toHaveLength(7);
  });
});
