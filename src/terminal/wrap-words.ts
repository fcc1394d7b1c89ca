import { breakLines } from './break-lines.ts';
import { stringWidth } from './width.ts';

/** One line of anybody's text, broken for a window of `columns`; all lines but the first begin with `indent` spaces. */
export function wrapWords(text: string, columns: number, indent = 0): string {
  return breakLines(text, columns, indent, stringWidth);
}

/** The same for text of several lines: those that are too long are broken below where they begin, the others stay as they are. */
export function wrapLines(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) =>
      stringWidth(line) <= columns ? line : wrapWords(line, columns, /^ */.exec(line)?.[0].length),
    )
    .join('\n');
}
