import Markdown, { type Token } from 'markdown-it';
import { expect, it } from 'vitest';
import { addFootnotes, footnoteEnv } from '../../../src/terminal/html/footnotes.ts';
import { addRenderRules } from '../../../src/terminal/html/render-rules.ts';
import { addSyntaxRules } from '../../../src/terminal/markdown/inline-rules.ts';

/** How often a token is looked at while a page is written of `text`. */
function looks(text: string): number {
  let count = 0;
  const counting = (tokens: Token[]): Token[] =>
    new Proxy(tokens, {
      get(target, key, receiver) {
        if (typeof key === 'string' && /^\d+$/.test(key)) count += 1;
        return Reflect.get(target, key, receiver);
      },
    });
  const md = new Markdown({ linkify: true });
  addSyntaxRules(md);
  addFootnotes(md);
  addRenderRules(md, (code) => code);
  const env = footnoteEnv('n');
  const tokens = md.parse(text, env);
  for (const token of tokens) if (token.children) token.children = counting(token.children);
  md.renderer.render(counting(tokens), md.options, env);
  return count;
}

it.each([
  ['links', '[a](https://x.org) '],
  ['links that are none to open', '[a](./x) '],
  ['addresses', 'https://x.org '],
  ['images', '![a](https://x.org) '],
  ['images in links', '[![a](https://x.org)](https://x.org) '],
  ['marks of footnotes', 'x[^a] '],
  ['items without text', '-\n'],
  ['quotes without text', '>\n\n'],
])('looks at each of many %s as often as at each of few', (_what, text) => {
  const note = '\n\n[^a]: why';
  const few = looks(text.repeat(100) + note);
  expect(few).toBeGreaterThan(100);
  expect(looks(text.repeat(1000) + note)).toBeLessThan(few * 12);
});
