import { stringWidth } from './width.ts';

const ESC = String.raw`\x1b`;
/** What our own text has beside characters: styles, and the beginning and end of hyperlinks. */
const SEQUENCES = new RegExp(String.raw`${ESC}\[[\d;]*m|${ESC}\]8;[^${ESC}\x07]*(?:${ESC}\\|\x07)`, 'g');

/** How many rows of a window the lines of `text`, each ended by a newline, take. */
export function rowsOf(text: string, columns: number): number {
  const lines = text.replace(SEQUENCES, '').replace(/\n$/, '').split('\n');
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(stringWidth(line) / columns)), 0);
}
