/** Fewer letters are the beginning of too much. */
const SHORTEST_BEGINNING = 3;

/**
 * The one of `words` that `word` was most likely meant to be, for a "did you mean": one with a slip in it, of several that are as near
 * the first, else the only one that it begins. Undefined when there is none. Upper and lower case count as the same.
 */
export function nearest(word: string, words: readonly string[]): string | undefined {
  return withSlip(word, words) ?? begunBy(word, words);
}

function begunBy(word: string, words: readonly string[]): string | undefined {
  if (word.length < SHORTEST_BEGINNING) return undefined;
  const [only, ...others] = words.filter((candidate) =>
    candidate.toLowerCase().startsWith(word.toLowerCase()),
  );
  return others.length === 0 ? only : undefined;
}

function withSlip(word: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of words) {
    // Half of the letters may be wrong, and three at most: beyond that a guess is noise.
    const limit = Math.min(3, Math.floor(Math.max(word.length, candidate.length) / 2));
    if (Math.abs(word.length - candidate.length) > limit) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/**
 * Letters to insert, delete, replace or swap with their neighbour until `from` reads `to`: the Damerau-Levenshtein
 * distance in its restricted form (optimal string alignment), where no letter is edited twice.
 */
function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(current, column - 1) + 1,
        at(last, column) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(distances: readonly number[], index: number): number {
  return distances[index] ?? Number.POSITIVE_INFINITY;
}
