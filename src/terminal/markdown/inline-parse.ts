import type { Delimiter, Env, MarkdownIt, Token } from 'markdown-it';
import { InlineState, type Opening, type Span } from './inline-state.ts';

/** One inline parse of an unfinished paragraph. */
export interface InlineParse {
  readonly tokens: readonly Token[];
  /** How much of the source, from its beginning, no later text can change the meaning of. */
  readonly settled: number;
  /** What is open at the end, outermost first. */
  readonly openings: readonly Opening[];
}

const CJK_LETTER = /^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}$/;
const SPACE_THEN_NONE = /^\s\S$/;

/**
 * Parses `source` as markdown-it's own loop does, step by step, because only the steps tell where in the source each
 * thing stands.
 */
export function parseInline(md: MarkdownIt, source: string, env: Env): InlineParse {
  const tokens: Token[] = [];
  const state = new InlineState(source, md, env, tokens);
  const rules = md.inline.ruler.getRules('');
  const constructs: Span[] = [];
  const positions: number[] = [];
  while (state.pos < state.posMax) {
    const start = state.pos;
    const before = tokens.length;
    if (!rules.some((rule) => rule(state, false))) state.pending += source[state.pos++];
    const width = (state.pos - start) / Math.max(1, state.delimiters.length - positions.length);
    for (let at = start; positions.length < state.delimiters.length; at += width) positions.push(at);
    if (tokens.length > before && source[start] !== '\n') constructs.push({ start, end: state.pos });
    if (tokens.slice(before).some(mayLoseItsEnd)) state.openings.push({ position: start, closer: '' });
  }
  if (state.pending !== '') state.pushPending();
  const { delimiters } = state;
  for (const rule of md.inline.ruler2.getRules('')) rule(state);

  const pairs = delimiters.flatMap(({ end }, index): Span[] => {
    const start = positions[index] ?? 0;
    return end < 0 ? [] : [{ start, end: (positions[end] ?? 0) + 1 }];
  });
  const openings = [...state.openings, ...openEmphasis(delimiters, positions, pairs)].sort(
    (one, other) => one.position - other.position,
  );
  const limit = withBrackets(openings[0]?.position ?? source.length, state.brackets);
  return { tokens, settled: lastCut(source, limit, [...constructs, ...pairs]), openings };
}

/**
 * Whether something in an image's text may be open and, closed later, take the image's end away. markdown-it parses
 * that text apart, so nothing in it was noted.
 */
function mayLoseItsEnd({ type, content }: Token): boolean {
  return type === 'image' && /[`$\\]/.test(content);
}

function openEmphasis(
  delimiters: readonly Delimiter[],
  positions: readonly number[],
  pairs: readonly Span[],
): Opening[] {
  return delimiters.flatMap(({ open, end, marker }, index): Opening[] => {
    const position = positions[index] ?? 0;
    if (!open || end >= 0 || pairs.some((pair) => pair.start < position && position < pair.end)) return [];
    const mark = String.fromCharCode(marker);
    return [{ position, closer: mark === '~' ? '~~' : mark }];
  });
}

/** Brackets around what is open may be open too. */
function withBrackets(limit: number, brackets: readonly Span[]): number {
  const around = brackets.find(({ start, end }) => start < limit && limit < end);
  return around === undefined ? limit : withBrackets(around.start, brackets);
}

/** The last place, `limit` at most, where `source` can be cut with both sides meaning what they meant. */
function lastCut(source: string, limit: number, spans: readonly Span[]): number {
  const inside = new Uint8Array(source.length + 1);
  for (const { start, end } of spans) inside.fill(1, start + 1, end);
  for (let cut = Math.min(limit, source.length - 1); cut > 0; cut--) {
    const around = source.slice(cut - 1, cut + 1);
    if (inside[cut] === 0 && (SPACE_THEN_NONE.test(around) || CJK_LETTER.test(around))) return cut;
  }
  return 0;
}
