/** A matching character is worth this, whatever else it is. */
const MATCH = 16;
/** Added where a word begins: `gm` means `gpt-mini` rather than `sigma`. */
const WORD_START = 10;
/** Added at the very beginning. */
const TEXT_START = 6;
/** Added behind a character that matched too. */
const ADJACENT = 12;
const GAP = 1;
/** In code units. What is longer, a paste that was meant for something else, is in no name, and is not looked for. */
const LONGEST_QUERY = 300;

/**
 * How well the characters of `query` are found in `text`, in their order but not necessarily side by side, the higher
 * the better; undefined when they are not. Case, accents and blanks in the query make no difference.
 */
export function fuzzyScore(query: string, text: string): number | undefined {
  return scoreOf(wantedIn(query), text);
}

function scoreOf(wanted: readonly string[], text: string): number | undefined {
  if (wanted.length === 0) return 0;
  const among = folded(text);
  if (wanted.length > among.length) return undefined;
  /** The best score of the query so far with its last character at this place; undefined: it can't be there. */
  let row: (number | undefined)[] = [];
  for (const [index, character] of wanted.entries()) {
    const next: (number | undefined)[] = [];
    /** The best of the row before that a gap can lead here from, its gap already taken off. */
    let far: number | undefined;
    for (const [at, found] of among.entries()) {
      const near = row[at - 1];
      if (character === found) {
        const before = index === 0 ? 0 : best(near === undefined ? undefined : near + ADJACENT, far);
        if (before !== undefined) next[at] = before + MATCH + placeBonus(among, at);
      }
      far = best(far === undefined ? undefined : far - GAP, near === undefined ? undefined : near - GAP);
    }
    if (next.length === 0) return undefined;
    row = next;
  }
  return row.reduce<number | undefined>((most, score) => best(most, score), undefined);
}

/** The items whose text, or one of whose texts, `query` is found in, the best first; equals stay in their order. None for a query that is no name. */
export function fuzzyFind<T>(
  query: string,
  items: readonly T[],
  textsOf: (item: T) => readonly string[],
): T[] {
  if (query.trim() === '') return [...items];
  if (query.length > LONGEST_QUERY) return [];
  const wanted = wantedIn(query);
  return items
    .flatMap((item) => {
      const score = textsOf(item)
        .map((text) => scoreOf(wanted, text))
        .reduce(best, undefined);
      return score === undefined ? [] : [{ item, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

function wantedIn(query: string): readonly string[] {
  return folded(query.replace(/\s+/g, ''));
}

function best(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}

function placeBonus(text: readonly string[], at: number): number {
  if (at === 0) return TEXT_START + WORD_START;
  return isWord(text[at - 1]) || !isWord(text[at]) ? 0 : WORD_START;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function folded(text: string): readonly string[] {
  return [...text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()];
}
