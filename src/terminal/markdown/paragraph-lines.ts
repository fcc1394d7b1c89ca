import type { Grammar, TableStart } from './grammar.ts';

/** What a line makes of the paragraph before it. */
export type ParagraphTurn =
  | { readonly type: 'text' }
  | { readonly type: 'end' }
  | { readonly type: 'heading'; readonly level: 1 | 2 }
  /** The paragraph's last line is the header; `before` is what stays of the paragraph. */
  | { readonly type: 'table'; readonly table: TableStart; readonly before: string };

/** What begins a block, but none in the middle of a paragraph. */
const TEXT_AFTER_TEXT: ReadonlySet<string> = new Set(['paragraph', 'indented', 'definition']);

/**
 * Reads `line` after a paragraph that may still become something else: `source` is all of it, `lineStart` where its
 * last line begins. Without a source it is too long for that.
 */
export function turnParagraph(
  grammar: Grammar,
  line: string,
  source: string | undefined,
  lineStart: number,
): ParagraphTurn {
  const table = source === undefined ? undefined : grammar.tableStart(source.slice(lineStart), line);
  if (source !== undefined && table !== undefined) {
    return { type: 'table', table, before: source.slice(0, lineStart).trimEnd() };
  }
  const after = grammar.afterParagraph(line);
  if (after === 'underline' && source !== undefined) {
    return { type: 'heading', level: line.trimStart().startsWith('=') ? 1 : 2 };
  }
  const ends = after === 'other block' || grammar.startOf(line).type === 'rule';
  return ends ? { type: 'end' } : { type: 'text' };
}

/** Whether a line without the marks of the blocks around a paragraph belongs to it all the same. */
export function continuesLazily(grammar: Grammar, line: string): boolean {
  return TEXT_AFTER_TEXT.has(grammar.startOf(line).type);
}
