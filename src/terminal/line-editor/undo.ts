import type { Line } from './text-edit.ts';

/** What a line was before its changes. */
export interface Past {
  /** The newest first. */
  readonly lines: readonly Line[];
  /** Whether the last change was typing, which goes on as one with what is typed next. */
  readonly isTyping: boolean;
}

/** More steps than anybody goes back. */
const MOST = 500;

export const NO_PAST: Past = { lines: [], isTyping: false };

/** The past of `after`, which was `before`. What is typed in a row makes one step, a word each; `typed` tells it from other changes. */
export function withChange(past: Past, before: Line, after: Line, typed: string | undefined): Past {
  const isTyping = typed !== undefined;
  if (after.text === before.text) return after.cursor === before.cursor ? past : { ...past, isTyping: false };
  if (isTyping && past.isTyping && !/^\s/.test(typed)) return past;
  return { lines: [before, ...past.lines].slice(0, MOST), isTyping };
}

/** The line before the last change, and its past; no line when nothing was changed. */
export function stepBack({ lines: [line, ...lines] }: Past): {
  readonly line: Line | undefined;
  readonly past: Past;
} {
  return { line, past: { lines, isTyping: false } };
}
