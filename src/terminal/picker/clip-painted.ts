import { unpainted } from '../markdown/runs.ts';
import { clip, stringWidth } from '../width.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a painted row has between its texts (see runs.ts)
const TEXT_OR_SEQUENCE = /(\x1b(?:\[[\d;]*m|\]8;;[^\x1b]*\x1b\\))|[^\x1b]+/g;

/** A painted row, cut to `columns` where it is wider, with an ellipsis in the last one. */
export function clipPainted(row: string, columns: number): string {
  if (stringWidth(unpainted(row)) <= columns) return row;
  let room = columns - 1;
  let isCut = false;
  return row.replace(TEXT_OR_SEQUENCE, (piece: string, sequence?: string) => {
    if (sequence !== undefined) return piece;
    if (isCut) return '';
    const width = stringWidth(piece);
    isCut = width > room;
    // One column more, so that it is cut in any case.
    if (isCut) return clip(`${piece} `, room + 1);
    room -= width;
    return piece;
  });
}
