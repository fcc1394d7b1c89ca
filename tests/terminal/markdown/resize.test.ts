import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarkdownStreamOptions } from '../../../src/terminal/markdown/markdown-stream.ts';
import { cut } from './corpus.ts';
import { Emulator } from './emulator.ts';
import { MARKED } from './marked.ts';

/** Text in blocks of all kinds, made of words that are each there once, in order. */
const numbered = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'text',
        'bold',
        'item',
        'nested',
        'quote',
        'heading',
        'code',
        'long code',
        'table',
        'link',
        'marks',
      ),
      fc.integer({ min: 1, max: 60 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((blocks) => {
    let count = 0;
    const words = (amount: number) => Array.from({ length: amount }, () => `w${++count}x`).join(' ');
    return blocks.map(([kind, amount]) => blockOf(kind, amount, words)).join('\n\n');
  });

function blockOf(kind: string, amount: number, words: (amount: number) => string): string {
  switch (kind) {
    case 'bold':
      return `${words(2)} **${words(amount)}** ${words(3)}`;
    case 'item':
      return Array.from({ length: 4 }, () => `- ${words(amount)}`).join('\n');
    case 'nested':
      return `1. ${words(amount)}\n   - ${words(amount)}\n\n     ${words(3)}`;
    case 'quote':
      return `> ${words(amount)}\n> ${words(4)}`;
    case 'heading':
      return `## ${words(Math.min(amount, 20))}`;
    case 'code':
      return `\`\`\`js\n${Array.from({ length: 6 }, () => words(Math.ceil(amount / 8))).join('\n')}\n\`\`\``;
    case 'long code':
      return `\`\`\`\n${words(amount * 2)}\n\`\`\``;
    case 'table':
      return `| h | h |\n|---|---|\n${Array.from({ length: amount }, () => `| ${words(1)} | ${words(1)} |`).join('\n')}`;
    case 'marks':
      // No more than two words without a space: what is wider than the window is cut, and no word then.
      return Array.from(
        { length: amount },
        (_, at) => words(1) + MARKS[(at * amount) % MARKS.length] + (at % 2 ? ' ' : ''),
      ).join('');
    case 'link':
      return `${words(amount)} [${words(3)}](https://example.com) ${words(3)}`;
    default:
      return words(amount);
  }
}

/** What comes between words, here, is read as marks, as text or as the beginning of something that never ends. */
const MARKS = [
  ' *',
  '* ',
  '**',
  ' **',
  '_',
  ' `',
  '` ',
  '~~',
  ' [',
  '](',
  ') ',
  ' $',
  '$ ',
  '\\',
  '，',
  '。**',
  '\n',
  '<',
];

const size = fc.record({ columns: fc.integer({ min: 20, max: 120 }), rows: fc.integer({ min: 6, max: 40 }) });
const wordsIn = (text: string) => text.match(/w\d+x/g) ?? [];

const letters = (rows: string[]) => rows.join('').replace(/\s/g, '');

/** What a window shows of `text` that has never had another size, and its last character with its look. */
async function wholeScreen(text: string): Promise<{ shown: string; last: string }> {
  const emulator = await resizedAt(text, [], text.length);
  return { shown: letters(await emulator.lines()), last: letters(await emulator.looks()).slice(-1) };
}

/** Writes `text` in chunks of `length`, into a window that gets narrower before each of these characters. */
async function resizedAt(
  text: string,
  whens: readonly number[],
  length: number,
  options: Partial<MarkdownStreamOptions> = {},
): Promise<Emulator> {
  const emulator = new Emulator(60, 12);
  const stream = emulator.stream(options);
  let written = 0;
  for (const when of whens) {
    for (const chunk of cut(text.slice(written, when), [length])) stream.write(chunk);
    written = when;
    await emulator.resize(emulator.terminal.cols - 5, 12);
  }
  for (const chunk of cut(text.slice(written), [length])) stream.write(chunk);
  await stream.end();
  return emulator;
}

describe('a resize in mid-answer', () => {
  it('loses nothing and doubles nothing', async () => {
    const resizes = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), size), {
      minLength: 1,
      maxLength: 4,
    });
    const chunkSize = fc.integer({ min: 1, max: 12 });
    await fc.assert(
      fc.asyncProperty(numbered, size, resizes, chunkSize, async (text, first, later, length) => {
        const emulator = new Emulator(first.columns, first.rows);
        const stream = emulator.stream();
        for (const [index, chunk] of cut(text, [length]).entries()) {
          for (const [when, { columns, rows }] of later) {
            if (when === index) await emulator.resize(columns, rows);
          }
          stream.write(chunk);
        }
        await stream.end();
        expect(wordsIn((await emulator.lines()).join('\n'))).toEqual(wordsIn(text));
      }),
      { numRuns: Number(process.env.MARKDOWN_RUNS ?? 60) },
    );
  }, 1_000_000);

  it.each(['Some text **bold words** here', 'Call `foo(bar)` now', 'a ~~gone~~ b'])(
    'no space: %s',
    async (text) => {
      const words = (shown: string) => shown.replace(/[*`~]/g, '').split(/\s+/).filter(Boolean);
      for (let when = 1; when < text.length; when += 1) {
        const emulator = new Emulator(60, 12);
        const stream = emulator.stream();
        stream.write(text.slice(0, when));
        await emulator.resize(50, 12);
        stream.write(text.slice(when));
        await stream.end();
        expect(words((await emulator.lines()).join('\n')), `at ${when}`).toEqual(words(text));
      }
    },
  );

  it.each(MARKED)(
    'shows no mark of what is closed, and keeps what follows in its style: %s',
    async (text) => {
      const { shown, last } = await wholeScreen(text);
      for (const length of [1, text.length]) {
        for (let when = 1; when < text.length; when += 1) {
          const emulator = await resizedAt(text, [when], length);
          expect(letters(await emulator.lines()), `at ${when}`).toBe(shown);
          expect(letters(await emulator.looks()).slice(-1), `at ${when}`).toBe(last);
        }
      }
    },
  );

  it('nor behind several of them', async () => {
    const whens = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 4 });
    const length = fc.constantFrom(1, 2, 5, 60);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...MARKED), whens, length, async (text, places, chunk) => {
        const emulator = await resizedAt(
          text,
          [...places].sort((one, other) => one - other),
          chunk,
        );
        expect(letters(await emulator.lines())).toBe((await wholeScreen(text)).shown);
      }),
      { numRuns: Number(process.env.MARKDOWN_RUNS ?? 60) },
    );
  }, 1_000_000);

  it.each([
    ['It costs $5 at [shop here](http://e.com) now', 'shop', '[shop here](http://e.com)'],
    ['See **[the shop](http://e.com) now** x', 'the ', '[the shop](http://e.com) now x'],
    ['See <https://example.com/docs> for more', 'exam', '<https://example.com/docs>'],
    ['Tom &amp; **Jerry** x', '&am', '&amp; Jerry x'],
    ['A ![picture of it](http://e.com/i.png) x', 'pict', '![picture of it](http://e.com/i.png)'],
  ])('leaves what was text when it was cut: %s', async (text, before, shown) => {
    const when = text.indexOf(before) + before.length;
    for (const length of [1, text.length]) {
      const emulator = await resizedAt(text, [when], length);
      expect((await emulator.lines()).join(' ')).toContain(shown);
    }
  });

  it('shows the marks that close nothing', async () => {
    const emulator = await resizedAt('Some **bold words', [9], 1);
    expect(await emulator.lines()).toEqual(['Some bold', '** words']);
  });

  it('loses none of the marks that close nothing', async () => {
    const text = 'Many *a, *b, *c, *d, *e, *f, *g and *h x';
    const sorted = (shown: string) => [...shown].sort().join('');
    for (let when = 1; when < text.length; when += 1) {
      const emulator = await resizedAt(text, [when], 1);
      expect(sorted(letters(await emulator.lines())), `at ${when}`).toBe(sorted(text.replace(/ /g, '')));
    }
  });

  it.each([
    `https://example.com/__init__/${'authorize-'.repeat(12)}`,
    'ภาษาไทยเปนภาษาทมการเขยนตดกนโดยไมมการเวนวรรค'.repeat(3),
  ])('shows a word that it has cut as it comes: %s', async (word) => {
    const emulator = new Emulator(60, 12);
    const stream = emulator.stream();
    stream.write(`See **${word.slice(0, 5)}`);
    await emulator.resize(50, 12);
    for (let end = 6; end <= word.length; end += 1) {
      stream.write(word.charAt(end - 1));
      const shown = letters(await emulator.lines()).slice('See'.length);
      expect(word.startsWith(shown), shown).toBe(true);
      expect(shown.length).toBeGreaterThan(end - 32);
    }
    stream.write('** x');
    await stream.end();
    expect(letters(await emulator.lines())).toBe(`See${word}x`);
  });

  it('keeps a word whole, however long, and where it goes', async () => {
    const long = '0123456789'.repeat(500);
    const emulator = await resizedAt(`See **abc${long}[1](https://example.com/)** x`, [8], 7);
    const [line = ''] = await emulator.lines();
    expect(line.startsWith(`See abc${long}`)).toBe(true);
    expect(line.slice(`See abc${long}`.length)).toMatch(/^(?:1 |\[1\])\(https:\/\/example\.com\/\)$/);
  });

  it('leaves the rest of a word, and what follows it, as bold as it was', async () => {
    const emulator = await resizedAt('Some text **bold words** x', [14], 1);
    expect(await emulator.lines()).toEqual(['Some text bold', 'words x']);
    const bold = (text: string) => text.replace(/./g, '$&<>');
    const looks = (await emulator.looks()).map((row) => row.replace(/<[^>]+>/g, '<>'));
    expect(looks).toEqual([`Some text ${bold('bold')}`, `${bold('words')} x`]);
  });

  it('shows every mark where there are no colours', async () => {
    for (const text of MARKED) {
      const whole = await resizedAt(text, [], text.length, { colors: false });
      for (let when = 1; when < text.length; when += 1) {
        const emulator = await resizedAt(text, [when], 1, { colors: false });
        expect(letters(await emulator.lines()), `at ${when}`).toBe(letters(await whole.lines()));
      }
    }
  });

  it.each([
    { line: 'let alpha = beta + gamma + delta + epsilon + zeta + eta + theta', most: 2 },
    { line: 'a = 1 # 这里是一个比较长的注释，说明这行代码的作用和原因，还有更多的说明', most: 2 },
    // xterm.js may show another combined character of the line where it wraps one anew: here there is but one.
    {
      line: 'cafe\u0301 ete\u0301 the\u0301atre pre\u0301fe\u0301re\u0301 cafe\u0301 ete\u0301 ne\u0301e cre\u0301e\u0301e cafe\u0301',
      most: 1,
    },
    { line: '\tname\tvalue\tunit\tcomment\tname\tvalue\tunit\tcomment', most: 2 },
  ])('nor in a line of code longer than the window: $line', async ({ line, most }) => {
    const text = `\`\`\`\n${line}\n\`\`\`\n`;
    const columns = fc.integer({ min: 20, max: 90 });
    const when = fc.integer({ min: 1, max: text.length });
    const resizes = fc.array(fc.tuple(when, columns), { minLength: 1, maxLength: most });
    await fc.assert(
      fc.asyncProperty(columns, resizes, fc.constantFrom(1, 3), async (first, later, length) => {
        const emulator = new Emulator(first, 12);
        const stream = emulator.stream();
        for (const [index, chunk] of cut(text, [length]).entries()) {
          for (const [at, width] of later) if (at === index * length) await emulator.resize(width, 12);
          stream.write(chunk);
        }
        await stream.end();
        expect((await emulator.lines()).join('').replace(/\s/g, '')).toBe(line.replace(/\s/g, ''));
      }),
      { numRuns: Number(process.env.MARKDOWN_RUNS ?? 60) },
    );
  });
});
