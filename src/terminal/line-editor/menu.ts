import { erase, insert, type Line } from './text-edit.ts';

/** One way to go on. */
export interface Candidate {
  /** What replaces the text from {@link Completion.start} to the cursor; with a space behind it, if one should follow. */
  readonly text: string;
  /** What the list shows in its place. */
  readonly label?: string;
  /** Shown beside it. */
  readonly description?: string;
}

export interface Completion {
  /** Index into the text where what is to be completed begins. */
  readonly start: number;
  /** The best first. They need not begin with what was typed. */
  readonly candidates: readonly Candidate[];
}

/** The candidates, listed below the line while Tab goes through them. */
export interface Menu extends Completion {
  /** Index of the candidate that stands in the line; -1 before the first Tab. */
  readonly selected: number;
  /** What was typed, which Escape brings back. */
  readonly typed: string;
}

/**
 * Takes what the completer found: the only candidate, or as much as all have in common, and the list of them.
 * Undefined when there is nothing.
 */
export function offer(
  line: Line,
  { start, candidates }: Completion,
): { line: Line; menu?: Menu } | undefined {
  const [first] = candidates;
  if (!first) return undefined;
  if (candidates.length === 1) return { line: replace(line, start, first.text) };
  const typed = line.text.slice(start, line.cursor);
  const common = candidates.reduce((prefix, { text }) => commonPrefix(prefix, text), first.text);
  const goesFurther = common.length > typed.length && common.toLowerCase().startsWith(typed.toLowerCase());
  const completed = goesFurther ? replace(line, start, common) : line;
  return {
    line: completed,
    menu: { start, candidates, selected: -1, typed: completed.text.slice(start, completed.cursor) },
  };
}

/** Puts the next candidate (or, with -1, the one before) in the line, going round. */
export function cycle(line: Line, menu: Menu, direction: 1 | -1): { line: Line; menu: Menu } {
  const count = menu.candidates.length;
  const from = menu.selected === -1 && direction === -1 ? count : menu.selected;
  const selected = (from + direction + count) % count;
  return {
    line: replace(line, menu.start, menu.candidates[selected]?.text ?? menu.typed),
    menu: { ...menu, selected },
  };
}

/** The line as it was typed. */
export function dismiss(line: Line, menu: Menu): Line {
  return replace(line, menu.start, menu.typed);
}

function replace(line: Line, start: number, text: string): Line {
  return insert(erase(line, start, line.cursor), text);
}

function commonPrefix(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  // Not half a surrogate pair.
  return a.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
