import { sanitizeLine } from '../sanitize.ts';
import { graphemes, stringWidth } from '../width.ts';

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

const TAB_STOP = 8;

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
    const isTab = cluster.text === '\t';
    const visible = isTab ? '' : sanitizeLine(cluster.text);
    const width = isTab ? 1 : visible === cluster.text ? cluster.width : stringWidth(visible);
    if (width > 0 && column > 0 && column + width > columns) breakRow();
    markCursor();
    const blanks = isTab ? Math.min(TAB_STOP - (column % TAB_STOP), columns - column) : 0;
    shown += visible + ' '.repeat(Math.max(0, blanks));
    column += isTab ? blanks : width;
    at += cluster.text.length;
  }
  if (cursor <= at && !place && column >= columns) breakRow();
  markCursor();
  breakRow();
  return { rows, cursor: place };
}
