import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut } from './corpus.ts';
import { Emulator } from './emulator.ts';

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
    case 'link':
      return `${words(amount)} [${words(3)}](https://example.com) ${words(3)}`;
    default:
      return words(amount);
  }
}

const size = fc.record({ columns: fc.integer({ min: 20, max: 120 }), rows: fc.integer({ min: 6, max: 40 }) });
const wordsIn = (text: string) => text.match(/w\d+x/g) ?? [];

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
