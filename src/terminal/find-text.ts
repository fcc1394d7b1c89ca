import { boundaryAtOrBefore, graphemes } from './width.ts';

/** A part of a text: indexes into it, both at the edges of characters as a reader counts them. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/**
 * Where `wanted` stands in `text`, for the first or the last time; undefined when it does not. Upper or lower case makes
 * no difference, nor does how accents are composed, but for what is wanted in ASCII, which is also found below accents
 * of their own. What begins or ends within a cluster is all of it.
 */
export function findText(text: string, wanted: string, which: 'first' | 'last'): Part | undefined {
  const fold = ASCII.test(wanted) ? lower : folded;
  const among = fold(text);
  const sought = fold(wanted);
  const from = which === 'first' ? among.indexOf(sought) : among.lastIndexOf(sought);
  if (from === -1) return undefined;
  const to = from + sought.length;
  // The lower case of a text may be longer or shorter: what the clusters became is counted.
  let start = 0;
  let end = 0;
  let at = 0;
  for (const { text: cluster } of graphemes(text)) {
    if (at >= to) break;
    at += fold(cluster).length;
    if (at <= from) start += cluster.length;
    end += cluster.length;
  }
  return { start, end: Math.max(start, end) };
}

/** `part` of `text` with about so many code units before and behind it. */
export function withContext(text: string, { start, end }: Part, units: number): Part {
  return {
    start: boundaryAtOrBefore(text, Math.max(0, start - units)),
    end: Math.max(end, boundaryAtOrBefore(text, end + units)),
  };
}

const ASCII = /^[ -~]*$/;
const lower = (text: string) => text.toLowerCase();
/** Two lower-case sigmas have one upper-case letter. */
const folded = (text: string) => text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ');
