import type { Section } from './manual.ts';

/** What is asked for, and how much it counts. */
export interface Query {
  readonly text: string;
  readonly weight: number;
}

/** BM25's usual constants: how soon repeated words stop counting, and how much a long section pays for its length. */
const SATURATION = 1.2;
const LENGTH_SHARE = 0.75;
/** A word in the heading counts as often as this in the text. */
const HEADING_WEIGHT = 6;

/** English words that say nothing about what is asked for, and greetings. */
const FUNCTION_WORDS = new Set(
  (
    'a about all am an and any are as at be but by can could do does for from get give have hello help hey hi how i if in is it its me my ' +
    'no not of ok on or please should so some tell thank thanks that the then there this to use want was we what when where ' +
    'which who why will with would yes you your'
  ).split(' '),
);

/**
 * The section that fits the queries best: by their telling words, or, when there are none ("What can you do?"), by
 * those of its heading. Undefined when nothing fits.
 */
export function findSection(sections: readonly Section[], queries: readonly Query[]): Section | undefined {
  const telling = queries.map((query) => ({ ...query, text: withoutFunctionWords(query.text) }));
  const headings = sections.map(({ heading }) => ({ heading, blocks: [] }));
  const index = rank(sections, telling) ?? rank(headings, queries);
  return index === undefined ? undefined : sections[index];
}

function withoutFunctionWords(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !FUNCTION_WORDS.has(word)).join(' ');
}

/**
 * The number of the section with the best score, or undefined when none holds any of the words. The score is BM25
 * (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).
 */
function rank(sections: readonly Section[], queries: readonly Query[]): number | undefined {
  const documents = sections.map(countWords);
  const lengths = documents.map((counts) => sum(counts.values()));
  const meanLength = sum(lengths) / lengths.length;
  let best: { index: number; score: number } | undefined;
  for (const [index, counts] of documents.entries()) {
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
    for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + weight);
  };
  add(heading, HEADING_WEIGHT);
  for (const block of blocks) add(block, 1);
  return counts;
}

/** The words of a text without the endings that English puts behind them, so that `saving` finds `saves`. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => (word.length > 2 ? word.replace(/(?:ing|ed|es|s|e)$/, '') : word));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
