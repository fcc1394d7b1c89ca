import { describe, expect, it } from 'vitest';
import { markdownToHtml } from '../../../src/terminal/html/markdown-html.ts';
import { typedToHtml } from '../../../src/terminal/html/typed-html.ts';
import { textOf } from './page.ts';

const html = (markdown: string) => markdownToHtml(markdown, 'n');

describe('Markdown in a page', () => {
  it.each([
    [
      'a link',
      '[a](https://example.org/b)',
      '<a href="https://example.org/b" rel="noreferrer noopener">a</a>',
    ],
    [
      'an address',
      'https://example.org',
      '<a class="bare" href="https://example.org" rel="noreferrer noopener">https://example.org</a>',
    ],
    [
      'a link that is none to open',
      '[a](./b.md)',
      '<span class="address">a</span> <span class="address">(./b.md)</span>',
    ],
    ['a script for a link', '[a](javascript:x)', '[a](javascript:x)'],
    [
      'an image',
      '![alt](https://example.org/i.png)',
      '<a href="https://example.org/i.png" rel="noreferrer noopener"><span class="image">alt</span></a>',
    ],
    [
      'an image in a link',
      '[![alt](https://a.org/i.png)](https://b.org)',
      '<a href="https://b.org" rel="noreferrer noopener"><span class="image">alt</span></a>',
    ],
    [
      'more cells than columns',
      '> | a |\n> |-|\n> | `x|y` | z |',
      '<td dir="ltr"><code dir="auto">x|y</code> | z</td>',
    ],
    ['emphasis beside Chinese', '**“重点”**的', '<strong>“重点”</strong>的'],
    ['a tag', '<b>x</b>', '&lt;b&gt;x&lt;/b&gt;'],
    ['a line break as a tag', 'a<br>b', 'a<br>\nb'],
    ['a formula', '$a_1 * b_2$', '<code class="math">$a_1 * b_2$</code>'],
    [
      'a formula of lines',
      '$$\na_1\n$$',
      '<pre class="math" dir="ltr" tabindex="0"><code>$$\na_1\n$$</code></pre>',
    ],
    ['a task', '- [x] done', '<li class="task"><input type="checkbox" disabled checked> done</li>'],
    ['an open task', '- [ ] open', '<input type="checkbox" disabled> open'],
    [
      'columns',
      '|a|b|\n|:-:|--:|\n|1|2|',
      '<th class="center" dir="ltr">a</th>\n<th class="right" dir="ltr">b</th>',
    ],
    ['a footnote', 'x[^a]\n\n[^a]: why', '<a class="note" href="#n1"><sup>1</sup></a>'],
    [
      'its text',
      'x[^a]\n\n[^a]: why',
      '<div class="footnote" id="n1"><span class="number">1.</span><div><p dir="auto">why</p>\n</div></div>',
    ],
    ['a mark without a footnote', 'x[^a]', '<sup>[^a]</sup>'],
    [
      'code',
      '```js\nlet a\n```',
      '<pre dir="ltr" data-language="js" tabindex="0"><code><span class="hljs-keyword">let</span> a\n</code></pre>',
    ],
    ['code of no language', '```\n<b>\n```', '<pre dir="ltr" tabindex="0"><code>&lt;b&gt;\n</code></pre>'],
    ['a quote in Hebrew', '> שלום', '<blockquote dir="rtl">\n<p dir="auto">שלום</p>'],
    ['a list in Arabic', '- مرحبا', '<ul dir="rtl">\n<li dir="rtl">'],
  ])('%s', async (_what, markdown, expected) => {
    expect((await html(markdown)).replaceAll('<li class="task" dir="ltr">', '<li class="task">')).toContain(
      expected,
    );
  });

  it('keeps a footnote of several paragraphs together, and what follows apart', async () => {
    const markup = await html('[^1]: one\n    more\n\n    two\n\nthree\n[^2]: four');
    expect(markup.match(/class="footnote"/g)).toHaveLength(2);
    expect(markup.indexOf('two')).toBeLessThan(markup.indexOf('</div></div>'));
    expect(markup.indexOf('three')).toBeGreaterThan(markup.indexOf('</div></div>'));
  });

  it('loses no text, however deep it is nested', async () => {
    expect(textOf(await html(`${'> '.repeat(300)}deep`))).toContain('deep');
    expect(textOf(await html(`${'*a '.repeat(300)}deep${' b*'.repeat(300)}`))).toContain('deep');
    expect(textOf(await html(`${'[^a]: '.repeat(5000)}deep`))).toContain('deep');
  });
});

describe('a question in a page', () => {
  it('stays as it was typed, with the code in fences as code', async () => {
    const markup = await typedToHtml('a **b**\n  - c\n\n```js\nlet a\n```\n\nend <b>\n');
    expect(markup).toBe(
      '<p dir="auto" class="typed">a **b**\n  - c</p>\n' +
        '<pre dir="ltr" data-language="js" tabindex="0"><code><span class="hljs-keyword">let</span> a\n</code></pre>\n' +
        '<p dir="auto" class="typed">end &lt;b&gt;</p>\n',
    );
  });
});
