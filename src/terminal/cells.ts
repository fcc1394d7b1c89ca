import { stringWidth } from './width.ts';

const ASCII = /^[ -~]*$/;
/** Below it nothing is wide, and nothing joins but combining marks, which are no wider than nothing. */
const FIRST_WIDE = 0x1100;

/**
 * What takes no column in some terminals and one in others: an emoji's variation selector, the soft hyphen, and marks
 * that came after Unicode 6, which many terminals have their tables from.
 */
const SOMETIMES_WIDE: readonly (readonly [first: number, last: number])[] = [
  [0xad, 0xad],
  [0x487, 0x487],
  [0x616, 0x61a],
  [0x65f, 0x65f],
  [0x816, 0x8ff],
  [0x1ab0, 0x1aff],
  [0x1cd0, 0x1cff],
  [0x1df5, 0x1dff],
  [0xfe0f, 0xfe0f],
  [0xfe24, 0xfe2f],
  [0x10000, 0x1efff],
];

/** Stays with what stands before it: marks, joiners, skin tones, and what Chinese and Japanese don't begin a row with. */
const BEGINS_NO_ROW =
  /^[\p{M}\p{Cf}\p{Emoji_Modifier}\p{Pe}\p{Pf}!%,.:;?…‥・、。，．：；？！％ー～々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ]/u;
/** Stays with what stands behind it: joiners, opening brackets and quotes, halves of flags. */
const ENDS_NO_ROW = /^[\u200d\p{Ps}\p{Pi}\p{Regional_Indicator}]/u;

const known = new Map<string, number>();

/**
 * The most columns that a terminal may take for `text`. Terminals differ on clusters: a family of emoji takes two
 * columns here and eight there. Rows are filled by this bound, so that no terminal breaks a row of ours in two, and
 * the rows that we count are the rows that there are. For what is to stand under each other see stringWidth.
 */
export function mostCells(text: string): number {
  if (ASCII.test(text)) return text.length;
  let cells = 0;
  for (const character of text) cells += cellsOf(character);
  return cells;
}

/** The same for one code point. */
export function cellsOf(character: string): number {
  let cells = known.get(character);
  if (cells === undefined) {
    const code = character.codePointAt(0) ?? 0;
    const isUnsure = SOMETIMES_WIDE.some(([first, last]) => code >= first && code <= last);
    cells = Math.max(stringWidth(character), isUnsure ? 1 : 0);
    known.set(character, cells);
  }
  return cells;
}

/**
 * Whether a row may end between two code points that no space parts: beside what is wide, as Chinese and Japanese
 * are broken (the rules of UAX #14 that show), never inside a cluster.
 */
export function mayBreakBetween(before: string, after: string): boolean {
  if (!isWide(before) && !isWide(after)) return false;
  return !BEGINS_NO_ROW.test(after) && !ENDS_NO_ROW.test(before);
}

/** Whether a word that is longer than a row may be cut here. */
export function mayCutBetween(before: string, after: string): boolean {
  return !/^[\p{M}\p{Cf}\p{Emoji_Modifier}]/u.test(after) && !/^[\u200d\p{Regional_Indicator}]/u.test(before);
}

function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= FIRST_WIDE && cellsOf(character) === 2;
}

/** The most columns of the longest piece of `text` in which no row may end. */
export function longestWord(text: string): number {
  let longest = 0;
  let cells = 0;
  let before = ' ';
  for (const character of text) {
    const isSpace = character === ' ' || character === '\n';
    if (isSpace || mayBreakBetween(before, character)) cells = 0;
    if (!isSpace) cells += cellsOf(character);
    longest = Math.max(longest, cells);
    before = character;
  }
  return longest;
}
