import { wrapWords } from '../../terminal/wrap-words.ts';

/** Columns, the two in front included, of the names. */
const NAME_WIDTH = 28;
/** Narrower than this, what is said of a name stands below it. */
const NARROWEST_BESIDE = 60;
const BELOW_INDENT = 6;

/** Names and what there is to say of each, as /help lists them, for a window of `columns`; none where nothing is to be broken. */
export function definitionList(
  rows: readonly (readonly [name: string, text: string])[],
  columns: number | undefined,
): string {
  const width = columns || Number.POSITIVE_INFINITY;
  return rows
    .map(([name, text]) =>
      width < NARROWEST_BESIDE
        ? `  ${name}\n${wrapWords(' '.repeat(BELOW_INDENT) + text, width, BELOW_INDENT)}`
        : wrapWords(`  ${name}`.padEnd(NAME_WIDTH) + text, width, NAME_WIDTH),
    )
    .join('\n');
}
