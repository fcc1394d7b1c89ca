import type { Styles } from '../colors.ts';
import { sanitizeBlock, sanitizeLine } from '../sanitize.ts';
import { boundaryAtOrBefore } from '../width.ts';

/**
 * What stays on the screen of a line that was sent: prompt and text, wrapped by the terminal itself, so that it is
 * copied as it was typed and wraps anew in another width. Of a text that would fill the window, the beginning: the
 * screen is for the conversation.
 */
export function transcriptOf(
  text: string,
  {
    prompt,
    columns,
    rows,
    styles,
  }: { readonly prompt: string; readonly columns: number; readonly rows: number; readonly styles: Styles },
): string {
  const mostLines = Math.max(1, rows - 2);
  const firstLines = text.slice(0, endOfLines(text, mostLines));
  const kept = firstLines.slice(0, boundaryAtOrBefore(firstLines, mostLines * columns));
  const shown = styles.bold(sanitizeLine(prompt)) + sanitizeBlock(kept);
  if (kept.length === text.length) return `${shown}\n`;
  const rest = text.slice(kept.length);
  const lines = rest.split('\n').length;
  const more =
    lines > 1 ? `${lines} more lines` : `${rest.length} more character${rest.length === 1 ? '' : 's'}`;
  return `${shown}${kept.endsWith('\n') ? '' : '\n'}${styles.dim(`… ${more}`)}\n`;
}

/** Where the line of that number, counted from 0, begins, or the text ends. */
function endOfLines(text: string, number: number): number {
  let at = 0;
  for (let line = 0; line < number; line += 1) {
    const newline = text.indexOf('\n', at);
    if (newline === -1) return text.length;
    at = newline + 1;
  }
  return at;
}
