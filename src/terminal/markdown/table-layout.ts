import { longestWord, mostCells } from '../cells.ts';
import { stringWidth } from '../width.ts';
import { PLAIN, paint, type Run, type Style, unpainted } from './runs.ts';
import { bareFrame, type Frame, wrap } from './wrapper.ts';

export type Alignment = 'left' | 'center' | 'right';

/** The content of one cell: its runs, which may hold newlines. */
export type Cell = readonly Run[];
export type Row = readonly Cell[];

export interface TableLook {
  readonly alignments: readonly Alignment[];
  readonly frame: Frame;
  /** Of the lines between cells. */
  readonly line: {
    readonly style: Style;
    readonly vertical: string;
    readonly horizontal: string;
    readonly cross: string;
  };
  /** SGR of the header's cells. */
  readonly header: string;
  /** Whether the cursor may be moved to where a column begins; otherwise spaces must do. */
  readonly positions: boolean;
}

/** How the rows of one table are laid out. */
export interface Layout {
  /** Columns of each cell; undefined: there is no room for cells beside each other, so each row is a list of them. */
  readonly widths: readonly number[] | undefined;
  /** Whether a line is drawn between rows, because some take several. */
  readonly ruled: boolean;
}

const BETWEEN_CELLS = 3;
/** Longer words may be cut before a table falls apart into lists. */
const LONGEST_KEPT_WORD = 14;
/** Clusters on whose width terminals differ. */
const UNSURE = /[\p{Extended_Pictographic}\p{M}\p{Cf}\p{Regional_Indicator}]/u;

/** What the cells of a column take: at least, so that no word is cut, and at most. */
export interface Extent {
  readonly least: number;
  readonly most: number;
}

export function extentsOf(row: Row): Extent[] {
  return row.map((cell) => {
    const text = plain(cell);
    const lines = text.split('\n').map(mostCells);
    const least = Math.max(1, Math.min(LONGEST_KEPT_WORD, longestWord(text)));
    return { least, most: Math.max(1, ...lines) };
  });
}

/** Room for what either takes. */
export function widest(one: Extent, other: Extent): Extent {
  return { least: Math.max(one.least, other.least), most: Math.max(one.most, other.most) };
}

/** Widths for columns of these extents: as wide as the widest ones may be, with what is in the narrow ones whole. */
export function fitWidths(extents: readonly Extent[], frame: Frame): readonly number[] | undefined {
  const room = roomFor(extents.length, frame);
  const fitted = (limit: number) => extents.map(({ least, most }) => Math.min(most, Math.max(least, limit)));
  if (sum(fitted(0)) > room) return undefined;
  let limit = 1;
  const end = Math.max(...extents.map(({ most }) => most));
  while (limit < end && sum(fitted(limit + 1)) <= room) limit += 1;
  return fitted(limit);
}

/**
 * The same, for rows to come, which may hold more: each column has room for a word that is to stay whole, or as much of it as
 * all can have, and twice what it holds, where that much is left. The last one has the rest: no line behind it moves away.
 */
export function spreadWidths(
  extents: readonly Extent[],
  { alignments, frame }: TableLook,
): readonly number[] | undefined {
  const roomy = (kept: number) =>
    extents.map(({ least, most }) => ({ least: Math.max(least, kept), most: Math.max(most, kept) }));
  let kept = LONGEST_KEPT_WORD;
  let fitted = fitWidths(roomy(kept), frame);
  while (fitted === undefined && kept > 0) {
    kept -= 1;
    fitted = fitWidths(roomy(kept), frame);
  }
  if (fitted === undefined) return undefined;
  const room = roomFor(fitted.length, frame);
  const share = Math.floor((room - sum(fitted)) / fitted.length);
  const widths = fitted.map((width, index) =>
    Math.max(width, Math.min(width + share, 2 * (extents[index]?.most ?? 0))),
  );
  const last = widths.length - 1;
  if ((alignments[last] ?? 'left') !== 'left') return widths;
  return [...widths.slice(0, last), room - sum(widths.slice(0, last))];
}

/** These widths, where they are as good in this frame: the last column may become narrower down to what it holds. */
export function keepWidths(
  widths: readonly number[],
  extents: readonly Extent[],
  frame: Frame,
): readonly number[] | undefined {
  const last = widths.length - 1;
  const width = widths[last] ?? 0;
  const left = roomFor(widths.length, frame) - sum(widths.slice(0, last));
  return left < Math.min(width, extents[last]?.most ?? 0)
    ? undefined
    : [...widths.slice(0, last), Math.min(width, left)];
}

/** Whether no word that is to stay whole is cut where columns have these widths. */
export function keepsWords(extents: readonly Extent[], widths: readonly number[]): boolean {
  return extents.every(({ least }, index) => least <= (widths[index] ?? 0));
}

/** Whether one of these cells takes several lines where columns have these widths. */
export function isBroken(extents: readonly Extent[], widths: readonly number[]): boolean {
  return extents.some(({ most }, index) => most > (widths[index] ?? 0));
}

/** The rows of the terminal that one row of the table takes, without the frame's prefix. */
export function layRow(row: Row, widths: readonly number[], look: TableLook): string[] {
  const cells = widths.map((width, index) => wrap(row[index] ?? [], bareFrame(width)));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    joinCells(
      cells.map((lines) => lines[line] ?? ''),
      widths,
      look,
    ),
  );
}

/** The line under the header, or between rows. */
export function layRule(widths: readonly number[], { line }: TableLook): string {
  const { horizontal, cross, style } = line;
  const text = widths.map((width) => horizontal.repeat(width)).join(horizontal + cross + horizontal);
  return paint([{ text, style }]);
}

/** A row where there is no room for columns: each cell below the other, with its header. */
export function layList(header: Row, row: Row, look: TableLook): string[] {
  const width = look.frame.columns - look.frame.rest.width;
  return header.flatMap((name, index) => {
    const cell = row[index] ?? [];
    return wrap([...name, { text: ': ', style: PLAIN }, ...cell], bareFrame(width));
  });
}

function joinCells(cells: readonly string[], widths: readonly number[], look: TableLook): string {
  const { vertical, style } = look.line;
  let column = look.frame.rest.width + 1;
  let joined = '';
  cells.forEach((cell, index) => {
    const width = widths[index] ?? 0;
    const text = unpainted(cell);
    const room = Math.max(0, width - stringWidth(text));
    const aligned = { left: 0, right: room, center: Math.floor(room / 2) }[look.alignments[index] ?? 'left'];
    // A terminal that takes more columns for it would break the row at the window's edge.
    const before = Math.min(aligned, Math.max(0, look.frame.columns + 1 - column - mostCells(text)));
    joined += ' '.repeat(before) + cell;
    column += width + BETWEEN_CELLS;
    if (index === cells.length - 1) return;
    const isUnsure = look.positions && UNSURE.test(text);
    joined += isUnsure ? `\x1b[${column - BETWEEN_CELLS}G` : ' '.repeat(room - before);
    joined += ` ${paint([{ text: vertical, style }])} `;
  });
  return joined.trimEnd();
}

/** Columns of the terminal for what is in the cells of a row. */
function roomFor(cells: number, { columns, rest }: Frame): number {
  return columns - rest.width - BETWEEN_CELLS * (cells - 1);
}

function plain(cell: Cell): string {
  return cell.map(({ text }) => text).join('');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
