import Markdown from 'markdown-it';
import { codeBlock, highlighterOf, languageIn } from './code-html.ts';
import { escapeHtml } from './escape.ts';
import { readable } from './readable.ts';

/** What somebody typed, line by line as it was, with the code in fences, such as attached files, as code. */
export async function typedToHtml(text: string): Promise<string> {
  const source = readable(text).replace(/\r\n?/g, '\n');
  const lines = source.split('\n');
  const tokens = new Markdown('zero').enable('fence').parse(source, {});
  const highlight = await highlighterOf(tokens);
  let html = '';
  let done = 0;
  const typed = (end: number) => {
    const part = lines
      .slice(done, end)
      .join('\n')
      .replace(/^\n+|\s+$/g, '');
    if (part !== '') html += `<p dir="auto" class="typed">${escapeHtml(part)}</p>\n`;
  };
  for (const { type, map, content, info } of tokens) {
    if (type !== 'fence' || !map) continue;
    typed(map[0]);
    html += codeBlock(content, languageIn(info), highlight);
    done = map[1];
  }
  typed(lines.length);
  return html;
}
