import fc from 'fast-check';
import { describe, it } from 'vitest';
import { REGRESSIONS } from './regressions.ts';

/** The gate is the same every time; `npm run fuzz` sets another seed every round, and more runs. */
const SEED = Number(process.env.FUZZ_SEED || 20);
const FACTOR = Number(process.env.FUZZ_FACTOR || 1);

/** The folder's limit for one property, in ms: a round of a long run is made of many. */
const TIME_LIMIT = 30_000 + FACTOR * 60_000;

export interface FuzzOptions {
  /** How many inputs the gate tries. */
  readonly runs: number;
}

/**
 * Tries `check` with what has failed before (`regressions.ts`), then with inputs of `arbitrary`. Those must be made of
 * what JSON can hold, bytes as one character each: a failure gives its shrunk input as a line for that table.
 */
export function fuzz<T>(
  name: string,
  arbitrary: fc.Arbitrary<T>,
  check: (input: T) => Promise<void>,
  { runs }: FuzzOptions,
): void {
  describe(name, () => {
    const known = REGRESSIONS.filter(([property]) => property === name);
    it.each(known)('%s: %s', (_, _why, input) => check(input as T), TIME_LIMIT);

    it(
      'finds nothing',
      async () => {
        const result = await fc.check(fc.asyncProperty(arbitrary, check), {
          seed: SEED,
          numRuns: runs * FACTOR,
        });
        if (!result.failed) return;
        const [input] = result.counterexample ?? [];
        const line = `  [${JSON.stringify(name)}, 'why', ${JSON.stringify(input)}],`;
        throw new Error(
          `seed ${SEED}, after ${result.numRuns} runs; for tests/fuzz/regressions.ts:\n${line}`,
          {
            cause: result.errorInstance,
          },
        );
      },
      TIME_LIMIT,
    );
  });
}
