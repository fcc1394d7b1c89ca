import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStyles } from '../../src/terminal/colors.ts';
import { type Column, renderTable } from '../../src/terminal/table.ts';
import { stringWidth } from '../../src/terminal/width.ts';

const COLUMNS: readonly Column[] = [
  { title: 'ID' },
  { title: 'TITLE', flexible: true },
  { title: 'N', align: 'right' },
  { title: 'AGE' },
];
const ROWS = [
  ['k3v9', 'What is a monad?', '12', '3 minutes ago'],
  ['a', '漢字の読み方を教えて', '4', '1 day ago'],
];
const plain = createStyles(false);

describe('renderTable', () => {
  it('aligns columns by what they take on the screen', () => {
    expect(renderTable(COLUMNS, ROWS, { width: 80, styles: plain })).toBe(
      [
        'ID    TITLE                  N  AGE',
        'k3v9  What is a monad?      12  3 minutes ago',
        'a     漢字の読み方を教えて   4  1 day ago',
        '',
      ].join('\n'),
    );
  });

  it('clips the flexible column to fit the window', () => {
    expect(renderTable(COLUMNS, ROWS, { width: 37, styles: plain })).toBe(
      [
        'ID    TITLE          N  AGE',
        'k3v9  What is a m…  12  3 minutes ago',
        'a     漢字の読み…    4  1 day ago',
        '',
      ].join('\n'),
    );
  });

  it('clips a column that yields before the flexible one, and no further than it yields', () => {
    const columns = [
      { title: 'TITLE', flexible: true },
      { title: 'MODEL', yieldsTo: 8 },
    ];
    const rows = [['What is a monad?', 'meta-llama/Llama-3.3-70B']];
    const lines = (width: number) => renderTable(columns, rows, { width, styles: plain }).split('\n');
    expect(lines(30)[1]).toBe('What is a monad?  meta-llama/…');
    expect(lines(20)[1]).toBe('What is a…  meta-ll…');
  });

  it('is tab-separated in a pipe, one row a line whatever is in the cells', () => {
    expect(
      renderTable(COLUMNS, [['a', 'two\nlines\tand a tab', '1']], { width: undefined, styles: plain }),
    ).toBe('a\ttwo␊lines␉and a tab\t1\t\n');
  });

  it('styles cells without moving them', () => {
    const columns = [{ title: 'A', style: (text: string) => `<${text}>` }, { title: 'B' }];
    expect(renderTable(columns, [['x', 'y']], { width: 80, styles: plain })).toBe('A  B\n<x>  y\n');
  });

  it('fits any window, as long as every column has one place', () => {
    const row = fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: 10, max: 120 }), (rows, width) => {
        for (const line of renderTable(COLUMNS, rows, { width, styles: plain }).split('\n')) {
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
        }
      }),
    );
  });
});
