import { graphemes } from '../width.ts';
import { shownIn } from './shown.ts';

/** One row of the terminal. */
export interface Row {
  /** What is shown: safe, and without escapes. */
  readonly text: string;
  /** In columns, with what is before it in the row. */
  readonly width: number;
  /** What part of the whole text it shows. */
  readonly start: number;
  readonly end: number;
}

/** Where the cursor is. */
export interface CursorPlace {
  /** Index into the rows. */
  readonly row: number;
  readonly column: number;
  /** What the row shows before the cursor. */
  readonly before: string;
}

/**
 * Breaks `text`, one line or a part of one, at the window's edge, between clusters. `indent` columns of the first row
 * are taken; `offset` is where `text` stands in the whole; `cursor` is an index into `text`, and has a row even when
 * it stands behind a full one. Control characters are shown, a tab as blanks.
 */
export function wrap(
  text: string,
  {
    columns,
    indent,
    offset,
    cursor = Number.POSITIVE_INFINITY,
  }: { readonly columns: number; readonly indent: number; readonly offset: number; readonly cursor?: number },
): { readonly rows: Row[]; readonly cursor: CursorPlace | undefined } {
  const rows: Row[] = [];
  let place: CursorPlace | undefined;
  let shown = '';
  let column = indent;
  let start = 0;
  let at = 0;

  const breakRow = () => {
    rows.push({ text: shown, width: column, start: offset + start, end: offset + at });
    shown = '';
    column = 0;
    start = at;
  };
  const markCursor = () => {
    if (at >= cursor) place ??= { row: rows.length, column, before: shown };
  };

  for (const cluster of graphemes(text)) {
    // A tab may be cut at the edge: it has begun there.
    const isTab = cluster.text === '\t';
    const least = isTab ? 1 : shownIn(column, cluster).width;
    if (least > 0 && column > 0 && column + least > columns) breakRow();
    markCursor();
    const { text: visible, width } = shownIn(column, cluster);
    const cut = isTab ? visible.slice(0, columns - column) : visible;
    shown += cut;
    column += isTab ? cut.length : width;
    at += cluster.text.length;
  }
  if (cursor <= at && !place && column >= columns) breakRow();
  markCursor();
  breakRow();
  return { rows, cursor: place };
}
