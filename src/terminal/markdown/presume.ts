import type { Token } from 'markdown-it';
import type { InlineParse } from './inline-parse.ts';

/** An unfinished text, read as if what is open in it were closed: a bold text is bold before its end has come. */
export interface Presumed {
  readonly tokens: readonly Token[];
  /** The marks that open something and are not shown, outermost first. */
  readonly opening: string;
}

/** Of a text that opens more than this the marks are most likely none. */
const MOST_PRESUMED = 6;
/** A `$` and what follows it, as far as it came, where it is no price: its first word tells. */
const OPEN_FORMULA = /^(\$\$?)\S*(?:$|\\|\^|_\{)/;

export function presume(
  source: string,
  parsed: InlineParse,
  parse: (source: string) => InlineParse,
): Presumed {
  const { opening, formula } = openMarks(source, parsed);
  if (opening + formula === '') return { tokens: parsed.tokens, opening };
  const text = source.trimEnd();
  const closing = formula + [...opening].reverse().join('');
  const { tokens } = parse(text + closing + source.slice(text.length));
  // The mark that ends a formula is shown, and this one has not come yet.
  const last = formula === '' ? undefined : tokens.findLast(({ type }) => type === 'math');
  if (last?.content.endsWith(formula)) last.content = last.content.slice(0, -formula.length);
  return { tokens, opening };
}

/** `source` with the brackets that are open escaped: they were shown as text, and have to stay text. */
export function escapeOpenBrackets(source: string, { openings }: InlineParse): string {
  let escaped = '';
  let end = 0;
  for (const { position, closer } of openings) {
    const mark = source.charAt(position);
    // In code, or in a formula, nothing is a bracket.
    if (closer.startsWith('`') || mark === '$' || mark === '\\') break;
    if (mark !== '[') continue;
    escaped += `${source.slice(end, position)}\\`;
    end = position;
  }
  return escaped + source.slice(end);
}

/** What is open in `source` and will most likely be closed: not the `*` of `2*3`. */
function openMarks(source: string, { openings }: InlineParse): { opening: string; formula: string } {
  let opening = '';
  if (openings.length > MOST_PRESUMED) return { opening, formula: '' };
  for (const { position, closer } of openings) {
    const formula = closer === '' ? OPEN_FORMULA.exec(source.slice(position))?.[1] : undefined;
    if (formula !== undefined) return { opening, formula };
    const before = source[position - 1] ?? '';
    const isAlone = closer !== '`' && before !== closer && source[position + 1] !== closer;
    if (isAlone && /\w/.test(before)) continue;
    opening += closer;
    if (closer.startsWith('`')) break;
  }
  return { opening, formula: '' };
}
