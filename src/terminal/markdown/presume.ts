import type { Token } from 'markdown-it';
import type { InlineParse } from './inline-parse.ts';

/** An unfinished text, read as if what is open in it were closed: a bold text is bold before its end has come. */
export interface Presumed {
  readonly tokens: readonly Token[];
  /** The marks that open something and are not shown, outermost first. */
  readonly opening: string;
  /** The same text, with what is open taken for text. */
  readonly parsed: InlineParse;
}

interface OpenMarks extends Pick<Presumed, 'opening'> {
  /** What all the rest of the text is part of: where that begins, and what ends it. */
  readonly formula: { readonly position: number; readonly closer: string } | undefined;
}

/** Of a text that opens more than this the marks are most likely none. */
const MOST_PRESUMED = 6;
/** A formula as far as it came, by its first word: neither a price, nor a variable of a shell, nor prose. */
const OPEN_FORMULA = /^(?:(\$\$?)(?!\d)\S*(?:\\[a-z]|\^|_\{)|\\([([])\s*(?:\S*$|\S*[\\^_={}+\d]|\S\s))/i;
/** What has an equals sign in it is no text in brackets. */
const BRACKET_CLOSERS: Readonly<Record<string, string>> = { '(': '=\\)', '[': '=\\]' };
const WORD_OR_PATH = /[\w/]/;
const REST_OF_PATH = /^(?:\/|\.[a-z])/;

/**
 * Presumes what `source` means, which `parse` reads. Where colours tell marks, they are hidden, else shown: then nothing
 * is closed ahead, as marks would be seen that never came.
 */
export function presume(
  source: string,
  parse: (source: string) => InlineParse,
  hidesMarks: boolean,
): Presumed {
  const parsed = parse(source);
  for (const allowsFormula of [true, false]) {
    const { formula, ...marks } = openMarks(source, parsed, allowsFormula);
    const opening = hidesMarks ? marks.opening : '';
    const tokens = closedTokens(source, { opening, formula }, parsed, parse);
    if (tokens !== undefined) return { tokens, opening, parsed };
    if (formula === undefined) break;
  }
  return { tokens: parsed.tokens, opening: '', parsed };
}

/**
 * The tokens of `source` with what is open closed; undefined where that is not what is closed then: the end of a formula
 * ends another one, or a mark means nothing.
 */
function closedTokens(
  source: string,
  { opening, formula }: OpenMarks,
  parsed: InlineParse,
  parse: (source: string) => InlineParse,
): readonly Token[] | undefined {
  if (opening === '' && formula === undefined) return parsed.tokens;
  const closers = (formula?.closer ?? '') + [...opening].reverse().join('');
  // They close nothing behind a space; behind a backtick they would make a longer one of it.
  const isBehindBacktick = closers.startsWith('`') && /`\s+$/.test(source);
  const end = isBehindBacktick ? source.length : source.trimEnd().length;
  const { tokens } = parse(source.slice(0, end) + closers + source.slice(end));
  const last = tokens.findLast(({ content }) => content.trim() !== '');
  if (last?.type === 'text' && last.content.trimEnd().endsWith(closers.slice(-1))) return undefined;
  if (formula === undefined) return tokens;
  const token = tokens.findLast(({ type }) => type === 'math');
  const content = source.slice(formula.position, end);
  if (token?.content !== content + formula.closer) return undefined;
  // What ends a formula is shown, and has not come yet.
  token.content = content;
  return tokens;
}

/** What is open in `source`, and whether it will most likely be closed: not the `*` of `2*3` and of `src/*.ts`. */
function openMarks(source: string, { openings }: InlineParse, allowsFormula: boolean): OpenMarks {
  let opening = '';
  for (const { position, closer } of openings) {
    const formula = closer === '' && allowsFormula ? OPEN_FORMULA.exec(source.slice(position)) : undefined;
    if (formula) {
      const [, dollars, bracket = ''] = formula;
      return { opening, formula: { position, closer: dollars ?? BRACKET_CLOSERS[bracket] ?? '' } };
    }
    if (openings.length > MOST_PRESUMED || closer === '' || isAlone(source, position)) continue;
    opening += closer;
    // In code nothing opens.
    if (closer.startsWith('`')) break;
  }
  return { opening, formula: undefined };
}

function isAlone(source: string, position: number): boolean {
  const mark = source.charAt(position);
  const before = source.charAt(position - 1);
  const after = source.charAt(position + 1);
  if (mark === '`' || before === mark || after === mark) return false;
  return WORD_OR_PATH.test(before) || REST_OF_PATH.test(source.slice(position + 1));
}
