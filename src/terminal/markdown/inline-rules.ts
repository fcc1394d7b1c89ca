import type { MarkdownIt, StateInline } from 'markdown-it';
import { InlineState } from './inline-state.ts';

const BREAK_TAG = /^<br\s*\/?>/i;
const FOOTNOTE_MARK = /^\[\^[^\]\s]+\]/;
/** What tells `\(a^2\)` and `\[x=1\]`, formulas, from `\(in brackets\)` and `\[x\]`, escapes. */
const FORMULA = /[\\^_=<>{}+*/|\d]/;
const SHORT_FORMULA = /^.{1,3}$/s;

/** Adds to CommonMark what models write: formulas, footnote marks, line breaks as tags. */
export function addSyntaxRules({ inline: { ruler } }: MarkdownIt): void {
  ruler.before('escape', 'math', math);
  ruler.before('link', 'footnote_mark', footnoteMark);
  ruler.before('autolink', 'break_tag', breakTag);
}

/** Adds the same, and rules that note what stays open. */
export function addInlineRules(md: MarkdownIt): void {
  addSyntaxRules(md);
  md.inline.ruler.before('backticks', 'note_code', noteCode);
  md.inline.ruler.push('note_bracket', noteBracket);
}

function note(state: StateInline, silent: boolean, closer: string): false {
  if (!silent && state instanceof InlineState) state.openings.push({ position: state.pos, closer });
  return false;
}

function take(state: StateInline, silent: boolean, type: string, length: number): true {
  if (!silent) state.push(type, '', 0).content = state.src.slice(state.pos, state.pos + length);
  state.pos += length;
  return true;
}

/** A formula in dollars or LaTeX's brackets is left as it is: its `_` and `*` are no emphasis. */
function math(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  if (src[pos] === '$') {
    const mark = src[pos + 1] === '$' ? '$$' : '$';
    const start = pos + mark.length;
    // As Pandoc tells formulas from prices: https://pandoc.org/MANUAL.html#extension-tex_math_dollars
    if (mark === '$' && /\s/.test(src[start] ?? ' ')) return false;
    for (let end = src.indexOf(mark, start + 1); end > 0; end = src.indexOf(mark, end + 1)) {
      if (end + mark.length > posMax) break;
      if (mark === '$') {
        if (isEscaped(src, end)) continue;
        // Between two prices there is no formula, whatever comes behind them.
        if (/\s/.test(src[end - 1] ?? '') || /\d/.test(src[end + 1] ?? '')) return false;
      }
      return take(state, silent, 'math', end + mark.length - pos);
    }
    return note(state, silent, '');
  }
  if (src[pos] !== '\\' || !(src[pos + 1] === '(' || src[pos + 1] === '[')) return false;
  const isInline = src[pos + 1] === '(';
  const end = src.indexOf(isInline ? '\\)' : '\\]', pos + 2);
  if (end < 0 || end + 2 > posMax) return note(state, silent, '');
  const content = src.slice(pos + 2, end);
  const isFormula = FORMULA.test(content) || (isInline && SHORT_FORMULA.test(content));
  return isFormula && take(state, silent, 'math', end + 2 - pos);
}

function isEscaped(src: string, position: number): boolean {
  let start = position;
  while (src[start - 1] === '\\') start -= 1;
  return (position - start) % 2 === 1;
}

function noteCode(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (silent || src[pos] !== '`') return false;
  const mark = /`+/y;
  mark.lastIndex = pos;
  const length = mark.exec(src)?.[0].length ?? 0;
  const later = /`+/g;
  later.lastIndex = pos + length;
  for (let run = later.exec(src); run !== null; run = later.exec(src)) {
    if (run[0].length === length) return false;
  }
  return note(state, silent, '`'.repeat(length));
}

function footnoteMark(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith('[^', state.pos)) return false;
  const mark = FOOTNOTE_MARK.exec(state.src.slice(state.pos, state.posMax));
  return mark !== null && take(state, silent, 'footnote_mark', mark[0].length);
}

function breakTag(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '<') return false;
  const tag = BREAK_TAG.exec(state.src.slice(state.pos, state.posMax));
  return tag !== null && take(state, silent, 'hardbreak', tag[0].length);
}

/** The last rule: a bracket that came here began no link, but may yet. */
function noteBracket(state: StateInline, silent: boolean): boolean {
  const { src, pos, md } = state;
  if (silent || src[pos] !== '[') return false;
  let end = md.helpers.parseLinkLabel(state, pos, false);
  if (end >= 0 && src[end + 1] === '[') end = md.helpers.parseLinkLabel(state, end + 1, false);
  const next = end < 0 ? '' : (src[end + 1] ?? '');
  if (next === '' || next === '(' || next === '[') return note(state, silent, '');
  if (state instanceof InlineState) state.brackets.push({ start: pos, end });
  return false;
}
