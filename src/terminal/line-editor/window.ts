import { boundaryAtOrBefore } from '../width.ts';
import type { Line } from './text-edit.ts';
import { type CursorPlace, type Row, wrap } from './wrap.ts';

/** The rows of a text that fit the window, around the cursor. */
export interface TextWindow {
  readonly rows: readonly Row[];
  readonly cursor: CursorPlace;
  /** Whether there is text above the first row, or below the last. */
  readonly hiddenAbove: boolean;
  readonly hiddenBelow: boolean;
}

/**
 * Code units. A longer line is laid out in parts of this length, each beginning a new row, so that a line of a
 * million characters costs no more than the parts that are shown.
 */
const PART = 2048;

interface Part {
  readonly start: number;
  readonly end: number;
}

/**
 * Lays out what of `line` is shown in `columns` and at most `capacity` rows. `indent` columns of the first row are
 * taken by the prompt. Only what is near the cursor is looked at, however long the text is.
 */
export function windowOn(
  { text, cursor }: Line,
  {
    columns,
    indent,
    capacity,
  }: { readonly columns: number; readonly indent: number; readonly capacity: number },
): TextWindow {
  const layOut = ({ start, end }: Part, place?: number) =>
    wrap(text.slice(start, end), {
      columns,
      indent: start === 0 ? indent : 0,
      offset: start,
      ...(place === undefined ? {} : { cursor: place - start }),
    });

  const middle = partAt(text, cursor);
  const { rows, cursor: place = { row: 0, column: 0, before: '' } } = layOut(middle, cursor);
  let above = rows.slice(0, place.row);
  let below = rows.slice(place.row + 1);
  let first = middle;
  let last = middle;
  for (let part = partBefore(text, first); part && above.length < capacity; part = partBefore(text, first)) {
    above = [...layOut(part).rows, ...above];
    first = part;
  }
  for (let part = partAfter(text, last); part && below.length < capacity; part = partAfter(text, last)) {
    below = [...below, ...layOut(part).rows];
    last = part;
  }

  const isWhole = first.start === 0 && last.end === text.length;
  const fits = isWhole && above.length + 1 + below.length <= capacity;
  // Two rows tell how much is hidden above and below; what is left is shared, the cursor in the middle.
  const room = fits ? capacity : Math.max(0, capacity - 3);
  const shownAbove = Math.min(above.length, Math.max(Math.floor(room / 2), room - below.length));
  const shownBelow = Math.min(below.length, room - shownAbove);
  const cursorRow = rows.slice(place.row, place.row + 1);
  return {
    rows: [...above.slice(above.length - shownAbove), ...cursorRow, ...below.slice(0, shownBelow)],
    cursor: { ...place, row: shownAbove },
    hiddenAbove: shownAbove < above.length || first.start > 0,
    hiddenBelow: shownBelow < below.length || last.end < text.length,
  };
}

/** The part of a line that `index` stands in. */
function partAt(text: string, index: number): Part {
  const lineStart = index === 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1;
  const newline = text.indexOf('\n', index);
  const lineEnd = newline === -1 ? text.length : newline;
  const edge = (number: number) => Math.min(lineEnd, boundaryAtOrBefore(text, lineStart + number * PART));
  const number = Math.floor((index - lineStart) / PART);
  const isBehind = index >= edge(number + 1) && edge(number + 1) < lineEnd;
  const own = isBehind ? number + 1 : number;
  return { start: edge(own), end: edge(own + 1) };
}

function partBefore(text: string, { start }: Part): Part | undefined {
  if (start === 0) return undefined;
  if (text[start - 1] === '\n') return partAt(text, start - 1);
  return { ...partAt(text, start - 1), end: start };
}

function partAfter(text: string, { end }: Part): Part | undefined {
  if (end === text.length) return undefined;
  return partAt(text, text[end] === '\n' ? end + 1 : end);
}
