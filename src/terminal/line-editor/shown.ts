import { sanitizeLine } from '../sanitize.ts';
import { type Grapheme, stringWidth } from '../width.ts';

const TAB_STOP = 8;

/** What the editor shows of a cluster of a line that begins in `column`: a tab as blanks, a control character as its stand-in. */
export function shownIn(column: number, { text, width }: Grapheme): Grapheme {
  if (text === '\t') {
    const blanks = TAB_STOP - (column % TAB_STOP);
    return { text: ' '.repeat(blanks), width: blanks };
  }
  const visible = sanitizeLine(text);
  return visible === text ? { text, width } : { text: visible, width: stringWidth(visible) };
}
