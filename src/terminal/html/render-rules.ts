import type { MarkdownIt, RendererRule, Token } from 'markdown-it';
import { clickable, namesAddress, shownAddress } from '../markdown/link-target.ts';
import { codeBlock, type HighlightCode, languageIn } from './code-html.ts';
import { escapeHtml } from './escape.ts';
import { footnotesIn } from './footnotes.ts';
import { readable } from './readable.ts';

/** Blocks of text, in which the browser tells by the first letter which way it runs. */
const TEXTS = ['paragraph_open', 'heading_open'];
/** Blocks around others, where a browser would not look at what is in those; the cells of a table run as it does. */
const AROUND = [
  'blockquote_open',
  'bullet_list_open',
  'ordered_list_open',
  'list_item_open',
  'table_open',
  'th_open',
  'td_open',
];

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Writes tokens in a way that fetches nothing, runs nothing, and leads nowhere but where it says. */
export function addRenderRules({ renderer }: MarkdownIt, highlight: HighlightCode): void {
  const { rules } = renderer;
  for (const name of TEXTS) {
    rules[name] = (tokens, at, options) => {
      tokenAt(tokens, at).attrSet('dir', 'auto');
      return renderer.renderToken(tokens, at, options);
    };
  }
  for (const name of AROUND) rules[name] = directed;
  // A table that is wider than the page is scrolled by itself.
  rules.table_open = (...args) => `<div class="wide" tabindex="0">${directed(...args)}`;
  rules.table_close = () => '</table></div>\n';
  // Entities have become characters: only now is it known what they are.
  rules.text = (tokens, at) => escapeHtml(readable(tokenAt(tokens, at).content));
  rules.fence = (tokens, at) => {
    const { content, info } = tokenAt(tokens, at);
    return codeBlock(content, languageIn(info), highlight);
  };
  rules.code_block = (tokens, at) => codeBlock(tokenAt(tokens, at).content, '', escapeHtml);
  rules.code_inline = (tokens, at) => `<code dir="auto">${escapeHtml(tokenAt(tokens, at).content)}</code>`;
  rules.math = (tokens, at) => `<code class="math">${escapeHtml(tokenAt(tokens, at).content)}</code>`;
  rules.math_block = (tokens, at) =>
    `<pre class="math" dir="ltr" tabindex="0"><code>${escapeHtml(tokenAt(tokens, at).content)}</code></pre>\n`;
  rules.task_box = (tokens, at) =>
    `<input type="checkbox" disabled${tokenAt(tokens, at).meta?.isDone ? ' checked' : ''}> `;
  rules.link_open = (tokens, at, options, env) => {
    const href = String(tokenAt(tokens, at).attrGet('href') ?? '');
    let end = at + 1;
    while (end < tokens.length && tokenAt(tokens, end).type !== 'link_close') end += 1;
    const text = renderer.renderInlineAsText(tokens.slice(at + 1, end), options, env);
    return openLink(href, namesAddress(text, href));
  };
  rules.link_close = closeLink;
  rules.image = image;
  rules.footnote_mark = footnoteMark;
  rules.footnote_open = footnoteOpen;
  rules.footnote_close = () => '</div></div>\n';
}

/**
 * Safe to open from a page of one's own: neither the page nor its address is told to where it leads. On paper the address
 * stands behind a link, but not where its text `isAddress` already.
 */
function openLink(href: string, isAddress = false): string {
  const target = clickable(href);
  if (target === '') return '<span class="address">';
  return `<a${isAddress ? ' class="bare"' : ''} href="${escapeHtml(target)}" rel="noreferrer noopener">`;
}

const closeLink: RendererRule = (tokens, at, options, env, renderer) => {
  const from = linkAround(tokens, at);
  const href = String(tokens[from]?.attrGet('href') ?? '');
  if (clickable(href) !== '') return '</a>';
  const text = renderer.renderInlineAsText(tokens.slice(from + 1, at), options, env);
  return `</span>${namesAddress(text, href) ? '' : address(href)}`;
};

/** An image is not fetched: its words stand in its place, and lead to it. */
const image: RendererRule = (tokens, at, options, env, renderer) => {
  const token = tokenAt(tokens, at);
  const src = String(token.attrGet('src') ?? '');
  const words = readable(renderer.renderInlineAsText(token.children ?? [], options, env)) || 'image';
  const shown = `<span class="image">${escapeHtml(words)}</span>`;
  if (isInLink(tokens, at)) return shown;
  return clickable(src) === '' ? shown + address(src) : `${openLink(src)}${shown}</a>`;
};

const footnoteMark: RendererRule = (tokens, at, _options, env) => {
  const { content } = tokenAt(tokens, at);
  const notes = footnotesIn(env);
  const number = notes?.numbers.get(content.slice(2, -1));
  if (!notes || number === undefined) return `<sup>${escapeHtml(content)}</sup>`;
  const text = `<sup>${number}</sup>`;
  return isInLink(tokens, at) ? text : `<a class="note" href="#${notes.prefix}${number}">${text}</a>`;
};

const footnoteOpen: RendererRule = (tokens, at, _options, env) => {
  const { label, isFirst } = tokenAt(tokens, at).meta as { label: string; isFirst: boolean };
  const notes = footnotesIn(env);
  const number = notes?.numbers.get(label) ?? label;
  const id = isFirst ? ` id="${notes?.prefix}${number}"` : '';
  return `<div class="footnote"${id}><span class="number">${escapeHtml(String(number))}.</span><div>`;
};

const directed: RendererRule = (tokens, at, options, _env, renderer) => {
  const token = tokenAt(tokens, at);
  // No style attribute passes the page's policy.
  const align = /text-align:(\w+)/.exec(String(token.attrGet('style') ?? ''))?.[1];
  if (align !== undefined) {
    token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style');
    token.attrJoin('class', align);
  }
  const direction = directionOf(tokens, at);
  if (direction) token.attrSet('dir', direction);
  return renderer.renderToken(tokens, at, options);
};

/** Which way the first letter in a block runs; undefined where there is none in its first text, and where it has no text. */
function directionOf(tokens: readonly Token[], at: number): 'rtl' | 'ltr' | undefined {
  const { level } = tokenAt(tokens, at);
  let inner = at + 1;
  let token = tokens[inner];
  while (token && token.type !== 'inline' && token.level > level) {
    inner += 1;
    token = tokens[inner];
  }
  const [letter] = /\p{L}/u.exec(token?.content ?? '') ?? [];
  if (letter === undefined) return undefined;
  return RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr';
}

function address(href: string): string {
  return ` <span class="address">(${escapeHtml(shownAddress(href))})</span>`;
}

/** Of each text, where the link begins that a token stands in or ends; -1: in none. Links hold no links. */
const linksOf = new WeakMap<readonly Token[], readonly number[]>();

/** Looked for in a whole text at once: from each of many marks or images back to a link is too far. */
function linkAround(tokens: readonly Token[], at: number): number {
  let links = linksOf.get(tokens);
  if (!links) {
    let from = -1;
    links = tokens.map(({ type }, index) => {
      if (type === 'link_open') from = index;
      const around = from;
      if (type === 'link_close') from = -1;
      return around;
    });
    linksOf.set(tokens, links);
  }
  return links[at] ?? -1;
}

function isInLink(tokens: readonly Token[], at: number): boolean {
  return linkAround(tokens, at) >= 0;
}

function tokenAt(tokens: readonly Token[], at: number): Token {
  const token = tokens[at];
  if (!token) throw new Error('a rule was called for no token');
  return token;
}
