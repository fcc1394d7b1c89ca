import { breakLines, type Script } from '../../terminal/break-lines.ts';

/** What is explained, and the explanation. */
export type Term = readonly [term: string, explanation: string];

/** Columns that an explanation beside its term has at least; with fewer it goes below. */
const NARROWEST_COLUMN = 30;
/** A term that is longer stands alone on its line. */
const LONGEST_TERM = 28;
const INDENT = 2;
const GAP = 2;

/** Terms and their explanations side by side, or below each other in a narrow window. `longest` of all terms, in columns. */
export function columns(terms: readonly Term[], width: number, longest: number): string {
  const column = INDENT + Math.min(longest, LONGEST_TERM) + GAP;
  const beside = width - column >= NARROWEST_COLUMN;
  const at = beside ? column : INDENT + 4;
  return terms
    .map(([term, explanation]) => {
      const lines = paragraph(explanation, width - at)
        .split('\n')
        .map((line) => `${' '.repeat(at)}${line}`);
      const begin = `${' '.repeat(INDENT)}${term}`;
      if (!beside || begin.length + GAP > column) return [begin, ...lines].join('\n');
      return [begin + (lines[0] ?? '').slice(begin.length), ...lines.slice(1)].join('\n');
    })
    .join('\n');
}

const OUR_SCRIPT: Script = { cellsOf: () => 1, mayBreakBetween: () => false };

/** Text in lines of less than `width` columns; all but the first begin with `indent` spaces. The words are ours: ASCII. */
export function paragraph(text: string, width: number, indent = 0): string {
  return breakLines(text, width, OUR_SCRIPT, indent);
}
