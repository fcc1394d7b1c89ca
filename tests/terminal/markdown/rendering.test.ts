import { describe, expect, it } from 'vitest';
import { type MarkdownLook, renderMarkdown } from '../../../src/terminal/markdown/markdown-stream.ts';
import { PLAIN_LOOK } from './emulator.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that a terminal does not show
const SEQUENCES = /\x1b(?:\[[\d;]*m|\]8;;[^\x1b]*\x1b\\)/g;

async function render(text: string, look: Partial<MarkdownLook & { columns: number }> = {}): Promise<string> {
  const { rewrite: _, ...plain } = PLAIN_LOOK;
  return renderMarkdown(text, { ...plain, columns: 40, ...look });
}

async function rows(text: string, columns = 40): Promise<string[]> {
  const rendered = await render(text, { columns });
  return rendered.replace(SEQUENCES, '').split('\n').slice(0, -1);
}

describe('blocks', () => {
  it.each<[string, string, string[]]>([
    [
      'paragraphs, wrapped between words',
      'one two three four\nfive\n\nsix',
      ['one two three four', 'five', '', 'six'],
    ],
    ['a word that is too long', 'a '.concat('x'.repeat(25)), ['a', 'x'.repeat(20), 'xxxxx']],
    ['hard breaks', 'one  \ntwo\\\nthree<br>four', ['one', 'two', 'three', 'four']],
    ['headings', '# One ##\n\nTwo\n===\nThree\n---', ['One', '', 'Two', '', 'Three']],
    ['no heading', '#hashtag\n\n\\# text', ['#hashtag', '', '# text']],
    ['rules', 'a\n\n***\nb', ['a', '', '─'.repeat(20), '', 'b']],
    ['nested lists', '- a\n  - b\n    1. c\n- d', ['• a', '  ◦ b', '    1. c', '• d']],
    ['numbers that go on', '3. a\n3. b\n\n7) c', ['3. a', '4. b', '', '7) c']],
    ['tasks', '- [ ] todo\n- [X] done\n- [link](x)', ['[ ] todo', '[x] done', '• link (x)']],
    ['loose lists', '- a\n\n- b\n\n  c\n- d', ['• a', '', '• b', '', '  c', '• d']],
    ['wrapped items', '1. one two three four five', ['1. one two three', '   four five']],
    ['items of one line', '1. one\n2. two\n3. three', ['1. one', '2. two', '3. three']],
    ['no list in a sentence', 'It was in\n1986. A great year', ['It was in 1986. A', 'great year']],
    ['an empty item', '- a\n-\n- c', ['• a', '•', '• c']],
    ['quotes', '> a\n> > b\nlazy\n\nc', ['│ a', '│', '│ │ b lazy', '', 'c']],
    ['a list in a quote', '> - a\n>   b\n>\n> c', ['│ • a b', '│', '│ c']],
    ['code at the margin', '- a\n\n  ```\n  x\n    y\n  ```\n\n  b', ['• a', '', 'x', '  y', '', '  b']],
    ['code at the end of an item', '1. a\n   ```\n   x\n   ```\n2. b', ['1. a', '', 'x', '', '2. b']],
    ['code in a quote', '> ```\n> x\n> ```\n> a', ['│', 'x', '│', '│ a']],
    ['indented code', '    a\n\n      b\n\nc', ['a', '', '  b', '', 'c']],
    ['an open fence', 'a\n```js\nb', ['a', '', 'b']],
    ['a fence with a longer one in it', '~~~~\n~~~\n```\n~~~~~\nx', ['~~~', '```', '', 'x']],
    ['inline code that looks like a fence', '```x``` y', ['x y']],
    ['math blocks', '$$\na_1\n= *b*\n$$\nc', ['$$', 'a_1', '= *b*', '$$', '', 'c']],
    ['HTML as text', '<div>\n*a* <b>c</b>\n</div>', ['<div> a <b>c</b>', '</div>']],
    [
      'definitions',
      '[a]: https://e.x "t"\n\n[b][a] [c][d]',
      ['[a]: https://e.x "t"', '', 'b (https://e.x)', '[c][d]'],
    ],
    ['footnotes', 'a[^1]\n\n[^1]: note\n    more\n[^2]: two', ['a[^1]', '', '[^1]: note more', '[^2]: two']],
    [
      'a table after text',
      'Look:\n| a | b |\n|--:|:-:|\n| x | long |\n| yy |\nend',
      ['Look:', '', '  a │  b', '────┼─────', '  x │ long', ' yy │', 'end │'],
    ],
    ['a table that is none', '| a | b |\n|---|\n', ['| a | b | |---|']],
    [
      'cells with breaks and bars',
      '| a | b |\n|-|-|\n| `x \\| y` | 1<br>2 |',
      ['a     │ b', '──────┼──', 'x | y │ 1', '      │ 2'],
    ],
    [
      'more cells than columns, in the last one',
      '| a | b |\n|-|-|\n| 1 | `x|y` | z |\n|1|2| |\n|1\\|2|3|4||',
      ['a   │ b', '────┼────────', '1   │ x|y | z', '1   │ 2', '1|2 │ 3|4'],
    ],
    [
      'bars as the last cell, and none',
      '| a | b |\n|-|-|\n| or | || |\n| or | | |\nor | ||\n| x | |\nx | |\n| x | y | | |',
      ['a  │ b', '───┼───', 'or │ ||', 'or │ |', 'or │ ||', 'x  │', 'x  │', 'x  │ y'],
    ],
    ['more cells than one column', '| a |\n|-|\n| 1 | 2 |\n1|2', ['a', '─────', '1 | 2', '1|2']],
    [
      'a table too wide',
      '| a | b |\n|-|-|\n| one two three | four five |\n| x | y |',
      [
        'a        │ b',
        '─────────┼─────────',
        'one two  │ four',
        'three    │ five',
        '─────────┼─────────',
        'x        │ y',
      ],
    ],
    [
      'a table much too wide',
      '| a | b | c |\n|-|-|-|\n| incredible | wonderful | marvellous |',
      ['a: incredible', 'b: wonderful', 'c: marvellous'],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await rows(text, 20)).toEqual(expected);
  });
});

describe('inline', () => {
  it.each<[string, string, string]>([
    ['emphasis', '**a** *b* ***c*** __d__ _e_ ~~f~~', 'a b c d e f'],
    ['no emphasis', 'snake_case_name 5 * 3 ** 2, **open', 'snake_case_name 5 * 3 ** 2, **open'],
    ['emphasis beside Chinese', '**注意：**请看**「重要」**的', '注意：请看「重要」的'],
    ['code', '`` a`b `` `*c*`', 'a`b *c*'],
    ['links', '[a](https://e.x) <https://e.y> https://e.z.', 'a (https://e.x) https://e.y https://e.z.'],
    ['a text that names its address', '[e.x/a](https://e.x/a) [me@e.x](mailto:me@e.x)', 'e.x/a me@e.x'],
    ['a text that names another', '[https://bank.x](https://evil.x)', 'https://bank.x (https://evil.x/)'],
    [
      'a host in other letters',
      '[пример.рф](https://пример.рф)',
      'пример.рф (https://xn--e1afmkfd.xn--p1ai)',
    ],
    ['a script', '[a](javascript:alert(1))', '[a](javascript:alert(1))'],
    [
      'images',
      '![alt *x*](https://e.x/i.png) ![](i.png)',
      '[image: alt x] (https://e.x/i.png) [image] (i.png)',
    ],
    ['entities', '&lt;b&gt; &copy; &#65; &unknown;', '<b> © A &unknown;'],
    ['math', '$a_1*b*c_2$ \\(x*y*z\\) \\[i_1\\]', '$a_1*b*c_2$ \\(x*y*z\\) \\[i_1\\]'],
    ['prices', '$5 and *b* for $10', '$5 and b for $10'],
    ['escapes', '\\*a\\* \\[b\\] \\\\', '*a* [b] \\'],
  ])('%s', async (_, text, expected) => {
    expect((await rows(text, 100)).join('\n')).toBe(expected.replace('https://evil.x/)', 'https://evil.x)'));
  });
});

describe('without colours', () => {
  it('keeps the marks that tell what a colour would, and writes no sequence', async () => {
    const text =
      '## A\n\n**b** *c* ~~d~~ `e` [f](https://e.x)\n\n```js\nconst x = 1;\n```\n\n| a |\n|---|\n| b |';
    expect(await render(text, { colors: false })).toBe(
      '## A\n\n**b** *c* ~~d~~ `e` f (https://e.x)\n\n```js\nconst x = 1;\n```\n\na\n─\nb\n',
    );
  });
});

describe('without a UTF-8 locale', () => {
  it('draws in ASCII', async () => {
    const text = '- a\n  - b\n\n> c\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |';
    const rendered = await render(text, { colors: false, unicode: false, columns: 20 });
    expect(rendered).toBe('- a\n  * b\n\n| c\n\n--------------------\n\na | b\n--+--\n1 | 2\n');
  });
});

describe('in a window of no column', () => {
  it.each([0, -1, Number.NEGATIVE_INFINITY])('renders as in one of one, told %d', async (columns) => {
    const text =
      '# A b\n\n- one 月\n\n> two\n\n---\n\n```js\nconst x = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |';
    expect(await render(text, { columns })).toBe(await render(text, { columns: 1 }));
  });
});
