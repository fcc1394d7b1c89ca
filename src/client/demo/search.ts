import type { Section } from './manual.ts';

/** What is asked for, and how much it counts. */
export interface Query {
  readonly text: string;
  readonly weight: number;
}

/**
 * BM25's constants: how soon repeated words stop counting, the usual one, and how much a long section pays for its length: less
 * than usual, because those of a manual are long where much is asked about.
 */
const SATURATION = 1.2;
const LENGTH_SHARE = 0.3;
/** A word in the heading counts as often as this in the text. */
const HEADING_WEIGHT = 6;

/** English words that say nothing about what is asked for, and greetings. */
const FUNCTION_WORDS = new Set(
  (
    'a about all am an and any are as at be but by can could do does far for from get give have hello help hey hi how i if in is it its long many me more much my ' +
    'no not of ok on or please should so some tell thank thanks that the then there this to use want was we what when where ' +
    'which who why will with would yes you your'
  ).split(' '),
);

/**
 * The section that fits the queries best: by their telling words, half of which it must hold of the first query that has any,
 * or, when there are none ("What can you do?"), by those of its heading. Undefined when nothing fits.
 */
export function findSection(sections: readonly Section[], queries: readonly Query[]): Section | undefined {
  const telling = tellingOf(queries);
  const [asked] = telling;
  const headings = sections.map(({ heading }) => ({ heading, blocks: [] }));
  const index = asked ? rank(sections, telling, wordsOf(asked.text)) : rank(headings, queries, []);
  return index === undefined ? undefined : sections[index];
}

/** The number of the block of a section that fits the queries best; 0 when none does. */
export function findBlock({ blocks }: Section, queries: readonly Query[]): number {
  const each = blocks.map((block) => ({ heading: '', blocks: [block] }));
  return rank(each, tellingOf(queries), []) ?? 0;
}

/** The queries that have telling words, as those. */
function tellingOf(queries: readonly Query[]): readonly Query[] {
  return queries
    .map((query) => ({ ...query, text: withoutFunctionWords(query.text) }))
    .filter(({ text }) => text !== '');
}

function withoutFunctionWords(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !FUNCTION_WORDS.has(word)).join(' ');
}

/**
 * The number of the section with the best score of those that hold half of the `needed` words, or undefined when none holds any
 * that is asked for. The score is BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).
 */
function rank(
  sections: readonly Section[],
  queries: readonly Query[],
  needed: readonly string[],
): number | undefined {
  const documents = sections.map(countWords);
  const lengths = documents.map((counts) => sum(counts.values()));
  const meanLength = sum(lengths) / lengths.length;
  let best: { index: number; score: number } | undefined;
  for (const [index, counts] of documents.entries()) {
    if (needed.filter((word) => counts.has(word)).length * 2 < needed.length) continue;
    const score = sum(
      queries.flatMap(({ text, weight }) =>
        [...new Set(wordsOf(text))].map((word) => {
          const count = counts.get(word) ?? 0;
          const holders = documents.filter((document) => document.has(word)).length;
          const rarity = Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5));
          const length = 1 - LENGTH_SHARE + (LENGTH_SHARE * (lengths[index] ?? 0)) / meanLength;
          return (weight * rarity * count * (SATURATION + 1)) / (count + SATURATION * length);
        }),
      ),
    );
    if (score > (best?.score ?? 0)) best = { index, score };
  }
  return best?.index;
}

function countWords({ heading, blocks }: Section): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of wordsOf(text.replace(TELLING_NOTHING, ' ')))
      counts.set(word, (counts.get(word) ?? 0) + weight);
  };
  add(heading, HEADING_WEIGHT);
  for (const block of blocks) add(block, 1);
  return counts;
}

/** In a manual: its own name, which stands in every command, and what somebody asks for in its examples. */
const TELLING_NOTHING = /\bai-chat\b|"[^"\n]*\s[^"\n]*"/g;

/** The words of a text without the endings that English puts behind them, so that `saving` finds `saves`. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  return words.map((word) => (word.length > 2 ? word.replace(/(?:ing|ed|es|s|e)$/, '') : word));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
