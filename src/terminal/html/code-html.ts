import type { Token } from 'markdown-it';
import { highlighterFor } from '../markdown/highlight.ts';
import { type Language, languageNamed } from '../markdown/languages.ts';
import { escapeHtml } from './escape.ts';

/** Code as markup, in the language that is named. */
export type HighlightCode = (code: string, language: string) => string;

/** Characters: colours of more are not worth the time that they take. */
const LONGEST = 200_000;

/** A highlighter for the fences among `tokens`, after loading their languages. */
export async function highlighterOf(tokens: readonly Token[]): Promise<HighlightCode> {
  const fences = tokens.filter(({ type }) => type === 'fence');
  const named = fences.flatMap(({ info }) => languageNamed(languageIn(info)) ?? []);
  const highlighters = new Map(
    await Promise.all(
      [...new Set(named)].map(async (name: Language) => [name, await highlighterFor(name)] as const),
    ),
  );
  return (code, name) => {
    const language = languageNamed(name);
    const highlighter = language && highlighters.get(language);
    if (!highlighter || code.length > LONGEST) return escapeHtml(code);
    return highlighter.highlight(code, { language, ignoreIllegals: true }).value;
  };
}

/** The first word behind a fence: a language. */
export function languageIn(info: string): string {
  return /^\s*([^\s`]*)/.exec(info)?.[1] ?? '';
}

/** A block of code, its language shown beside it. */
export function codeBlock(code: string, language: string, highlight: HighlightCode): string {
  const label = language === '' ? '' : ` data-language="${escapeHtml(language)}"`;
  return `<pre dir="ltr"${label} tabindex="0"><code>${highlight(code, language)}</code></pre>\n`;
}
