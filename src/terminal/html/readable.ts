import { sanitizeBlock } from '../sanitize.ts';

/** Marks that only say which way a word runs, and that Hebrew and Arabic need. */
const DIRECTION_MARKS = /([\u061c\u200e\u200f])/;

/**
 * `text` with all visible that a terminal would not be given either: control characters, bidirectional overrides, text
 * in tags. A browser lays out right-to-left text, so the marks for it stay.
 */
export function readable(text: string): string {
  return text
    .split(DIRECTION_MARKS)
    .map((part) => (DIRECTION_MARKS.test(part) ? part : sanitizeBlock(part)))
    .join('');
}
