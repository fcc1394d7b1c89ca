import { markdownToHtml } from '../../../src/terminal/html/markdown-html.ts';
import { htmlPage } from '../../../src/terminal/html/page.ts';
import { typedToHtml } from '../../../src/terminal/html/typed-html.ts';

/** What a page may be made of. Attributes as the page writes them, in double quotes. */
const ELEMENTS = new Set(
  'html head meta title style body header main footer section article h1 h2 h3 h4 h5 h6 p b strong em s ul ol li hr br pre code blockquote table thead tbody tr th td a span sup div details summary time input'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'charset http-equiv content name class dir href rel id start tabindex data-language type disabled checked datetime'.split(
    ' ',
  ),
);
const TAG = /<(\/?)([^\s<>/]*)((?:\s+[^\s"'<>=]+(?:="[^"<>]*")?)*)\s*>/gy;
const ATTRIBUTE = /([^\s"'<>=]+)(?:="([^"]*)")?/g;
const TEXT = /(?:[^<>&]|&(?:amp|lt|gt|quot|#39|#x27);)+/gy;
const HREF = /^(?:https?:\/\/|mailto:|#[\w-]+$)/i;

/** A page with `markdown` as an answer and as a question. */
export async function pageOf(markdown: string): Promise<string> {
  const body = `<main>${await markdownToHtml(markdown, 'p')}${await typedToHtml(markdown)}</main>`;
  return htmlPage({ title: markdown, body });
}

/** Everything in `page` that should not be there, read letter by letter: what is neither ours nor escaped. */
export function intruders(page: string): string[] {
  const found: string[] = [];
  const start = page.indexOf('>') + 1;
  // The style is ours, and no content is in it.
  const source = page.slice(start).replace(/<style>[^<]*<\/style>/, '');
  for (let at = 0; at < source.length; ) {
    TEXT.lastIndex = at;
    TAG.lastIndex = at;
    const text = TEXT.exec(source);
    const tag = text ? null : TAG.exec(source);
    if (!text && !tag) return [...found, `at ${at}: ${source.slice(at, at + 80)}`];
    at += (text ?? tag)?.[0].length ?? 1;
    if (!tag) continue;
    const [whole, , name = '', attributes = ''] = tag;
    if (!ELEMENTS.has(name)) found.push(whole);
    for (const [, attribute = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
      if (!ATTRIBUTES.has(attribute)) found.push(whole);
      if (attribute === 'href' && !HREF.test(value)) found.push(whole);
      if (attribute === 'href' && !value.startsWith('#') && !whole.includes('rel="noreferrer noopener"'))
        found.push(whole);
    }
  }
  return found;
}

/** The text of a piece of markup. */
export function textOf(html: string): string {
  const names: Readonly<Record<string, string>> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    '#39': "'",
    '#x27': "'",
  };
  return html.replace(/<[^>]*>/g, '').replace(/&([^;]+);/g, (_, name: string) => names[name] ?? '?');
}
