import type { Style, Styles } from './colors.ts';
import { sanitizeLine } from './sanitize.ts';
import { clip, stringWidth } from './width.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Gives way, clipped, when the window is too narrow. */
  readonly flexible?: boolean;
  /** Gives way before every other column, down to so many columns of the window. */
  readonly yieldsTo?: number;
  readonly style?: Style;
}

const GAP = '  ';
/** Columns that a flexible column keeps, however narrow the window. */
const NARROWEST = 8;

/**
 * Rows as a table that fits `width` columns, or, without a width (in a pipe), as tab-separated values without
 * titles or padding, as `gh` gives them to scripts. Cells are made safe and one-lined; every line ends in a newline.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width, styles }: { readonly width: number | undefined; readonly styles: Styles },
): string {
  const cells = rows.map((row) => columns.map((_, index) => sanitizeLine(row[index] ?? '')));
  if (width === undefined) return cells.map((row) => `${row.join('\t')}\n`).join('');

  const widths = fittingWidths(columns, cells, width);
  const layOut = (row: readonly string[], style: (column: Column) => Style) =>
    columns.map((column, index) => {
      const columnWidth = widths[index] ?? 0;
      const text = clip(row[index] ?? '', columnWidth);
      const padding = ' '.repeat(Math.max(0, columnWidth - stringWidth(text)));
      const styled = style(column)(text);
      if (column.align === 'right') return padding + styled;
      return index === columns.length - 1 ? styled : styled + padding;
    });
  const titles = columns.map(({ title }) => title);
  return [
    layOut(titles, () => styles.bold),
    ...cells.map((row) => layOut(row, ({ style }) => style ?? plain)),
  ]
    .map((row) => `${row.join(GAP)}\n`)
    .join('');
}

const plain: Style = (text) => text;

/** As wide as the content; where that is too much, columns that yield shrink first, then flexible ones, then all. */
function fittingWidths(
  columns: readonly Column[],
  cells: readonly (readonly string[])[],
  available: number,
): number[] {
  const widths = columns.map(({ title }, index) =>
    cells.reduce((widest, row) => Math.max(widest, stringWidth(row[index] ?? '')), stringWidth(title)),
  );
  const room = available - GAP.length * (columns.length - 1);
  const all = [...columns.keys()];
  const flexible = all.filter((index) => columns[index]?.flexible);
  let excess = sum(widths) - room;
  for (const [index, { yieldsTo }] of columns.entries()) {
    if (yieldsTo !== undefined) excess = shrink(widths, [index], yieldsTo, excess);
  }
  excess = shrink(widths, flexible, NARROWEST, excess);
  shrink(widths, all, 1, excess);
  return widths;
}

/** Takes `excess` from the widths at `indices`, from the widest at each step, and gives back what it could not take. */
function shrink(widths: number[], indices: readonly number[], least: number, excess: number): number {
  for (; excess > 0; excess -= 1) {
    const widest = indices.reduce(
      (best, index) => ((widths[index] ?? 0) > (widths[best] ?? 0) ? index : best),
      -1,
    );
    const width = widths[widest] ?? 0;
    if (width <= least) break;
    widths[widest] = width - 1;
  }
  return excess;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
