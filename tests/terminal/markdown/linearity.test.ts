import { describe, expect, it } from 'vitest';
import { createGrammar, type Grammar } from '../../../src/terminal/markdown/grammar.ts';
import { Renderer } from '../../../src/terminal/markdown/renderer.ts';
import { ANSWERS, cut } from './corpus.ts';
import { PLAIN_LOOK } from './emulator.ts';

/** How much one answer made the renderer do. */
interface Work {
  /** Characters given to the parser, by lines and by inline text. */
  readonly parsed: number;
  /** Characters sent to the terminal. */
  readonly written: number;
}

async function workFor(text: string, size: number): Promise<Work> {
  let parsed = 0;
  let written = 0;
  const grammar = createGrammar();
  const count = <Rest extends unknown[], Result>(method: (text: string, ...rest: Rest) => Result) => {
    return (counted: string, ...rest: Rest) => {
      parsed += counted.length;
      return method(counted, ...rest);
    };
  };
  const counting: Grammar = {
    startOf: count(grammar.startOf),
    afterParagraph: count(grammar.afterParagraph),
    tableStart: count(grammar.tableStart),
    tableRow: count(grammar.tableRow),
    define: count(grammar.define),
    parse: count(grammar.parse),
  };
  const write = (part: string) => {
    written += part.length;
  };
  const screen = () => ({ columns: 80, rows: 24 });
  const stream = new Renderer({ ...PLAIN_LOOK, hyperlinks: true, write, screen }, counting);
  for (const chunk of cut(text, [size])) stream.write(chunk);
  await stream.end();
  return { parsed, written };
}

const SENTENCE = 'Some words, **bold ones**, `code`, a [link](https://example.com/x) and an end. ';
const LENGTH = 6000;

/** Answers of one block, of any length. */
const HUGE: readonly { readonly name: string; readonly part: string; readonly start?: string }[] = [
  { name: 'paragraph', part: SENTENCE },
  { name: 'paragraph of many lines', part: `${SENTENCE}\n` },
  { name: 'paragraph without spaces', part: 'x' },
  { name: 'Chinese paragraph', part: '这是一个很长的段落，没有空格。' },
  { name: 'paragraph of marks without letters', part: '\u0301' },
  { name: 'list', part: `- ${SENTENCE}\n` },
  { name: 'nested list', part: `- ${SENTENCE}\n  - ${SENTENCE}\n    1. ${SENTENCE}\n` },
  { name: 'list of one item', part: `  ${SENTENCE}\n\n`, start: '- x\n' },
  { name: 'quote', part: `> ${SENTENCE}\n` },
  { name: 'table', part: '| some cell | **another** | `third` |\n', start: '| a | b | c |\n|---|---|---|\n' },
  { name: 'row of a table', part: '| x ', start: '| a |\n|---|\n' },
  { name: 'block of code', part: 'const x = [1, "two"]; // three\n', start: '```js\n' },
  { name: 'comment in code', part: ' * it goes on and on\n', start: '```js\n/**\n' },
  { name: 'script in a page', part: '  /* a */ const x = `y`;\n', start: '```html\n<script>\n' },
  { name: 'line of code', part: 'x = y; ', start: '```js\n' },
  { name: 'indented code', part: '    x = y;\n' },
  { name: 'formula', part: 'a_1 + ', start: '$$\n' },
  { name: 'heading', part: SENTENCE, start: '# ' },
  { name: 'open emphasis', part: '**a ' },
  { name: 'open brackets', part: '[' },
  { name: 'open images', part: '![a' },
  { name: 'open code', part: '`a ``b ' },
  { name: 'open links', part: '[a](b ' },
  { name: 'open formulas', part: '$a \\(b ' },
  { name: 'quotes in quotes', part: '>' },
  { name: 'line of marks', part: '-' },
  { name: 'blank lines', part: '\n' },
];

describe('work grows with the length of the answer, and no faster', () => {
  it.each(HUGE)('in one huge $name', async ({ part, start = '' }) => {
    const textOf = (length: number) => start + part.repeat(Math.ceil(length / part.length));
    const once = await workFor(textOf(LENGTH), 5);
    const thrice = await workFor(textOf(3 * LENGTH), 5);
    expect(thrice.parsed).toBeLessThan(3.5 * once.parsed + 1000);
    expect(thrice.written).toBeLessThan(3.5 * once.written + 1000);
  });

  it('and in chunks is not much more than at once', async () => {
    const text = [...ANSWERS.values()].join('\n\n').repeat(5);
    const whole = await workFor(text, text.length);
    const chunks = await workFor(text, 5);
    expect(chunks.parsed).toBeLessThan(6 * whole.parsed);
  });
});
