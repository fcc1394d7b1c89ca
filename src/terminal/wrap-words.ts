import { breakLines, createLineBreaker, type LineBreaker } from './break-lines.ts';
import { cellsOf, mayBreakBetween } from './cells.ts';

const ANY_SCRIPT = { cellsOf, mayBreakBetween };

/** Anybody's text, broken for a window of `columns`; all lines that this begins have `indent` spaces in front. */
export function wrapWords(text: string, columns: number, indent = 0): string {
  return breakLines(text, columns, ANY_SCRIPT, indent);
}

/** The same for text of several lines: each is broken below where it begins. */
export function wrapLines(text: string, columns: number): string {
  return breakLines(text, columns, ANY_SCRIPT);
}

/** The same for text that is shown while it comes, in a window that may be resized. */
export function createWordFlow(columns: () => number): LineBreaker {
  return createLineBreaker(columns, ANY_SCRIPT);
}
