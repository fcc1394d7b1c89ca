import { SEQUENCES, unpainted } from '../markdown/runs.ts';
import { clip, stringWidth } from '../width.ts';

const SEQUENCE = new RegExp(`(${SEQUENCES.source})`);

/** A painted row, cut to `columns` where it is wider, with an ellipsis in the last one. */
export function clipPainted(row: string, columns: number): string {
  if (stringWidth(unpainted(row)) <= columns) return row;
  let room = columns - 1;
  let isCut = false;
  const pieces = row.split(SEQUENCE).map((piece, index) => {
    const isSequence = index % 2 === 1;
    if (isSequence) return piece;
    if (isCut) return '';
    const width = stringWidth(piece);
    isCut = width > room;
    // One column more, so that it is cut in any case.
    if (isCut) return clip(`${piece} `, room + 1);
    room -= width;
    return piece;
  });
  return pieces.join('');
}
