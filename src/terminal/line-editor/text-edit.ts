import { graphemes, nextBoundary, previousBoundary, stringWidth } from '../width.ts';
import { shownIn } from './shown.ts';

/** A text under edit. The cursor is an index into it, always between two grapheme clusters. */
export interface Line {
  readonly text: string;
  readonly cursor: number;
}

const WORD = /[\p{L}\p{N}\p{M}_]/u;

/** Puts `added` where the cursor is, and the cursor behind it. */
export function insert({ text, cursor }: Line, added: string): Line {
  return { text: text.slice(0, cursor) + added + text.slice(cursor), cursor: cursor + added.length };
}

/** Takes away what is from `from` to `to`; the cursor stands where it was. */
export function erase({ text }: Line, from: number, to: number): Line {
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

export const charLeft = ({ text, cursor }: Line) => previousBoundary(text, cursor);
export const charRight = ({ text, cursor }: Line) => nextBoundary(text, cursor);

/** Where the word (letters, digits, `_`) before the cursor begins. */
export function wordLeft({ text, cursor }: Line): number {
  return skipBack(text, skipBack(text, cursor, isNoWord), isWord);
}

/** Where the word after the cursor ends. */
export function wordRight({ text, cursor }: Line): number {
  return skip(text, skip(text, cursor, isNoWord), isWord);
}

/** Where the run of anything but blanks before the cursor begins, as Ctrl-W takes it. */
export function blankLeft({ text, cursor }: Line): number {
  return skipBack(text, skipBack(text, cursor, isBlank), isNoBlank);
}

/** Where it begins. */
export const lineStart = ({ text, cursor }: Line) =>
  cursor === 0 ? 0 : text.lastIndexOf('\n', cursor - 1) + 1;

/** Where the line that the cursor is in ends: its newline, or the end of the text. */
export function lineEnd({ text, cursor }: Line): number {
  const end = text.indexOf('\n', cursor);
  return end === -1 ? text.length : end;
}

/** The column that a line begins in: `indent`, which the prompt takes, is the first one's. */
const columnAt = (start: number, indent: number) => (start === 0 ? indent : 0);

/** How many columns of the terminal the cursor is behind the beginning of its line. */
export function columnOf(line: Line, indent: number): number {
  const start = lineStart(line);
  const from = columnAt(start, indent);
  let column = from;
  for (const cluster of graphemes(line.text.slice(start, line.cursor)))
    column += shownIn(column, cluster).width;
  return column - from;
}

/** The place at or before `column` in the line above; undefined in the first line. */
export function lineAbove(line: Line, column: number, indent: number): number | undefined {
  const start = lineStart(line);
  if (start === 0) return undefined;
  return placeIn(line.text, lineStart({ text: line.text, cursor: start - 1 }), column, indent);
}

/** The place at or before `column` in the line below; undefined in the last line. */
export function lineBelow(line: Line, column: number): number | undefined {
  const end = lineEnd(line);
  return end === line.text.length ? undefined : placeIn(line.text, end + 1, column, 0);
}

/** Exchanges the characters around the cursor, or at the end of a line the two before it, and moves on. */
export function transpose(line: Line): Line {
  const { text } = line;
  const start = lineStart(line);
  const atEnd = line.cursor === lineEnd(line);
  const middle = atEnd ? charLeft(line) : line.cursor;
  if (middle <= start) return line;
  const from = previousBoundary(text, middle);
  const to = nextBoundary(text, middle);
  const swapped = text.slice(middle, to) + text.slice(from, middle);
  return { text: text.slice(0, from) + swapped + text.slice(to), cursor: to };
}

function placeIn(text: string, start: number, column: number, indent: number): number {
  const end = lineEnd({ text, cursor: start });
  const from = columnAt(start, indent);
  let at = start;
  for (let reached = from; at < end; ) {
    const next = nextBoundary(text, at);
    const cluster = text.slice(at, next);
    reached += shownIn(reached, { text: cluster, width: stringWidth(cluster) }).width;
    if (reached - from > column) break;
    at = next;
  }
  return at;
}

const isWord = (character: string) => WORD.test(character);
const isNoWord = (character: string) => !WORD.test(character);
const isBlank = (character: string) => /\s/.test(character);
const isNoBlank = (character: string) => !/\s/.test(character);

function skip(text: string, from: number, test: (cluster: string) => boolean): number {
  let at = from;
  for (let next = nextBoundary(text, at); next > at && test(text.slice(at, next)); ) {
    at = next;
    next = nextBoundary(text, at);
  }
  return at;
}

function skipBack(text: string, from: number, test: (cluster: string) => boolean): number {
  let at = from;
  for (let next = previousBoundary(text, at); next < at && test(text.slice(next, at)); ) {
    at = next;
    next = previousBoundary(text, at);
  }
  return at;
}
