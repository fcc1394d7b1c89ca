import { breakLines } from './break-lines.ts';
import { stringWidth } from './width.ts';

/** One line of anybody's text, broken for a window of `columns`; all lines but the first begin with `indent` spaces. */
export function wrapWords(text: string, columns: number, indent = 0): string {
  return breakLines(text, columns, indent, stringWidth);
}
