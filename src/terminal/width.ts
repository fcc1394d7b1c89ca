/**
 * Text as a reader counts it: grapheme clusters (UAX #29), each with the columns that it takes on a terminal.
 *
 * Node's segmenter takes 7 µs a character and as many milliseconds at first use. Where nothing can join, which is
 * nearly everywhere, every code point is a cluster of its own, and no segmenter is needed. CR LF counts as two: what
 * is shown has no CR.
 */
import { eastAsianWidth } from 'get-east-asian-width';

export interface Grapheme {
  readonly text: string;
  /** In columns: 0, 1 or 2. Newlines and tabs have none: what they do is the caller's business. */
  readonly width: number;
}

/**
 * What may join a neighbour: marks, joiners, emoji, flags, Hangul jamo, the scripts of India (conjuncts), vowels of
 * Thai and Lao, half-width sound marks, and halves of surrogate pairs.
 */
const JOINING = String.raw`\p{M}\p{Cf}\p{Cs}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u0900-\u0dff\u0e33\u0eb3\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\uff9e\uff9f\u{11000}-\u{11fff}`;
/** What takes the next character in, whatever it is: Hangul initials, Arabic number signs. */
const PREFIX = String.raw`\u1100-\u115f\ua960-\ua97c\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2`;
const JOINING_RUN = new RegExp(`[^${JOINING}]?(?:[${JOINING}]|(?<=[${PREFIX}])[^${JOINING}])+`, 'gu');
const STARTS_JOINED = new RegExp(`^(?:.[${JOINING}]|[${JOINING}])`, 'su');
const ENDS_APART = new RegExp(`[^${JOINING}][^${JOINING}]$`, 'u');

/** What joins and is not seen. Fillers that join nothing, such as U+3164, are as wide within a run as outside of one. */
const INVISIBLE = new RegExp(
  String.raw`^(?:\p{Cc}|(?=[${JOINING}])[\p{Default_Ignorable_Code_Point}\p{Mn}\p{Me}])$`,
  'u',
);
const PICTOGRAPH = /\p{Extended_Pictographic}/u;
const EMOJI_STYLE = /\p{Emoji}\ufe0f|^[\d#*]\u20e3|^\p{Regional_Indicator}{2}/u;
/** Takes columns of its own inside a cluster: spacing marks, half-width sound marks. */
const SPACING = /^[\p{Mc}\uff9e\uff9f]$/u;
const ASCII = /^[ -~]*$/;
/** Below it nothing is wide. */
const FIRST_WIDE = 0x1100;
/** How far, in code units, the editor looks for the edges of one cluster. */
const REACH = 128;

let segmenter: Intl.Segmenter | undefined;

/** Columns that `text` takes; escape sequences count as what they are, so style it afterwards. */
export function stringWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  eachGrapheme(text, (_, columns) => {
    width += columns;
  });
  return width;
}

/** The clusters of `text`, one after the other. */
export function graphemes(text: string): Grapheme[] {
  const found: Grapheme[] = [];
  eachGrapheme(text, (cluster, width) => {
    found.push({ text: cluster, width });
  });
  return found;
}

/** `text`, cut to `columns` where it is wider, with an ellipsis in the last column. */
export function clip(text: string, columns: number): string {
  if (text.length <= columns / 2 || stringWidth(text) <= columns) return text;
  let kept = '';
  let room = columns - 1;
  for (const { text: cluster, width } of graphemes(text)) {
    if (width > room) break;
    room -= width;
    kept += cluster;
  }
  return columns > 0 ? `${kept}…` : '';
}

/** Where the cluster that begins at `index` ends. */
export function nextBoundary(text: string, index: number): number {
  const ahead = text.slice(index, index + REACH);
  if (ahead === '') return index;
  if (!STARTS_JOINED.test(ahead)) return index + codePointLength(ahead);
  return index + (segment(ahead)[0]?.length ?? 0);
}

/** Where the cluster that ends at `index` begins. */
export function previousBoundary(text: string, index: number): number {
  let start = Math.max(0, index - REACH);
  if (start > 0 && isLowSurrogate(text, start)) start += 1;
  const behind = text.slice(start, index);
  if (behind === '') return index;
  if (ENDS_APART.test(behind)) return isLowSurrogate(text, index - 1) ? index - 2 : index - 1;
  return index - (segment(behind).at(-1)?.length ?? 0);
}

/** The last edge of a cluster at or before `index`. */
export function boundaryAtOrBefore(text: string, index: number): number {
  if (index >= text.length) return text.length;
  // Half a pair joins nothing: what it is half of may.
  const at = (text.codePointAt(index - 1) ?? 0) > 0xffff ? index - 1 : index;
  const before = previousBoundary(text, at);
  return nextBoundary(text, before) === at ? at : before;
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function codePointLength(text: string): number {
  return (text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
}

function eachGrapheme(text: string, visit: (cluster: string, width: number) => void): void {
  let from = 0;
  for (const { 0: joined, index } of text.matchAll(JOINING_RUN)) {
    eachCodePoint(text.slice(from, index), visit);
    for (const cluster of segment(joined)) visit(cluster, clusterWidth(cluster));
    from = index + joined.length;
  }
  eachCodePoint(from === 0 ? text : text.slice(from), visit);
}

function eachCodePoint(text: string, visit: (cluster: string, width: number) => void): void {
  for (const character of text) visit(character, codePointWidth(character));
}

function segment(text: string): string[] {
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

function codePointWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 0;
  return code < FIRST_WIDE ? 1 : eastAsianWidth(code);
}

/** A cluster is as wide as its first visible character, but for emoji, and with what stands beside it. */
function clusterWidth(cluster: string): number {
  const visible = [...cluster].filter((character) => !INVISIBLE.test(character));
  const [base = '', ...others] = visible;
  if (base === '') return 0;
  if (EMOJI_STYLE.test(cluster) || (cluster.includes('\u200d') && PICTOGRAPH.test(cluster))) return 2;
  let width = codePointWidth(base);
  for (const other of others) if (SPACING.test(other)) width += codePointWidth(other);
  return width;
}
