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
      const lines = wrap(explanation, width - at).map((line) => `${' '.repeat(at)}${line}`);
      const begin = `${' '.repeat(INDENT)}${term}`;
      if (!beside || begin.length + GAP > column) return [begin, ...lines].join('\n');
      return [begin + (lines[0] ?? '').slice(begin.length), ...lines.slice(1)].join('\n');
    })
    .join('\n');
}

/** Text in lines of `width` columns at most; all but the first begin with `indent` spaces. */
export function paragraph(text: string, width: number, indent = 0): string {
  return wrap(text, width - indent, indent).join(`\n${' '.repeat(indent)}`);
}

/** Breaks at spaces; `more` columns more in the first line. A longer word gets a line of its own. */
function wrap(text: string, width: number, more = 0): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = lines.length === 0 ? width + more : width;
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
