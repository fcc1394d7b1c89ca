import Markdown, { type Token } from 'markdown-it';
import { addSyntaxRules } from '../markdown/inline-rules.ts';
import { InlineState } from '../markdown/inline-state.ts';
import { addWholeRows } from '../markdown/whole-rows.ts';
import { highlighterOf } from './code-html.ts';
import { escapeHtml } from './escape.ts';
import { addFootnotes, footnoteEnv } from './footnotes.ts';
import { addMathBlocks } from './math-block.ts';
import { readable } from './readable.ts';
import { addRenderRules } from './render-rules.ts';
import { addTaskLists } from './task-list.ts';

/** Deeper, the parser drops text. */
const DEEPEST = 100;

/**
 * Markdown as markup that is safe in a page: what the terminal's stream renders, and no tag of the text's own. `prefix`
 * stands before the ids in it.
 */
export async function markdownToHtml(text: string, prefix: string): Promise<string> {
  const source = readable(text);
  const md = new Markdown({ html: false, linkify: true, maxNesting: DEEPEST });
  md.inline.State = InlineState;
  addSyntaxRules(md);
  addWholeRows(md);
  addMathBlocks(md);
  addFootnotes(md);
  addTaskLists(md);
  const env = footnoteEnv(prefix);
  const tokens = md.parse(source, env);
  if (tokens.some(isTooDeep)) return `<pre dir="auto" class="plain">${escapeHtml(source)}</pre>\n`;
  addRenderRules(md, await highlighterOf(tokens));
  return md.renderer.render(tokens, md.options, env);
}

function isTooDeep({ level, children }: Token): boolean {
  return level >= DEEPEST - 1 || (children?.some(isTooDeep) ?? false);
}
