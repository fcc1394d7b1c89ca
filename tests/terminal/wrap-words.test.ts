import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostCells } from '../../src/terminal/cells.ts';
import { createWordFlow, wrapLines, wrapWords } from '../../src/terminal/wrap-words.ts';

it.each([
  ['one two three', 80, 0, 'one two three'],
  ['one two three', 8, 0, 'one two\nthree'],
  ['one two three', 7, 0, 'one\ntwo\nthree'],
  ['  1  one two three', 14, 5, '  1  one two\n     three'],
  ['a漢字漢字 b', 11, 0, 'a漢字漢字\nb'],
  ['他说：“你好，世界。”', 9, 0, '他说：\n“你好，\n世界。”'],
  ['a 👩‍💻👩‍💻 b', 8, 0, 'a 👩‍💻\n👩‍💻 b'],
  ['unbreakable', 4, 2, 'unbreakable'],
  ['see https://e.x/a/b/c now', 12, 0, 'see\nhttps://e.x/a/b/c\nnow'],
  ['type `ai-chat config set a` now', 20, 0, 'type\n`ai-chat config set a`\nnow'],
  [
    'type `ai-chat history export 東京の天気予報` now',
    30,
    0,
    'type\n`ai-chat history export 東京の天気予報`\nnow',
  ],
  ['東京の`ls 東 京`の天気', 10, 0, '東京の\n`ls 東 京`\nの天気'],
  ["don't ` do that", 9, 0, "don't `\ndo that"],
  ['a `` b `c d` e', 8, 0, 'a `` b\n`c d` e'],
  ['one ` two\nthree ` four', 9, 0, 'one `\ntwo\nthree `\nfour'],
])('wraps %j in %i columns', (text, columns, indent, wrapped) => {
  expect(wrapWords(text, columns, indent)).toBe(wrapped);
});

it.each([
  ['- one two\n  - three four', 11, '- one two\n  - three\n  four'],
  ['one\n\n\n two', 5, 'one\n\n\n two'],
  ['\tone two', 20, '\tone two'],
  ['\tone two', 14, '\tone\n       two'],
  ['a\tb c', 11, 'a\tb\nc'],
])('wraps the lines of %j in %i columns below where they begin', (text, columns, wrapped) => {
  expect(wrapLines(text, columns)).toBe(wrapped);
});

describe('any text', () => {
  const word = fc.stringMatching(/^[a-zé漢，👍]{1,9}$/u);
  const inBackticks = fc.stringMatching(/^`[a-z漢 ]{1,12}`$/u);
  const space = fc.constantFrom(' ', ' ', '  ', '\n', '\n  ', '\t');
  const text = fc.array(fc.oneof(word, inBackticks, space)).map((parts) => parts.join(''));
  const windows = fc.integer({ min: 24, max: 60 });

  it('loses and gets nothing but white space, and fits, breaking no word', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), windows, (words, columns) => {
        const wrapped = wrapWords(words.join(' '), columns, 3);
        expect(wrapped.replace(/\s/g, '')).toBe(words.join(''));
        for (const line of wrapped.split('\n')) expect(mostCells(line)).toBeLessThan(columns);
        const latin = words.join(' ').match(/[a-zé]+/g) ?? [];
        expect(wrapped.match(/[a-zé]+/g) ?? []).toEqual(latin);
      }),
    );
  });

  it('is the same in whatever pieces it comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(text, fc.string({ unit: 'binary' })),
        fc.array(fc.nat(7)),
        fc.integer({ min: 1, max: 40 }),
        (whole, sizes, columns) => {
          const flow = createWordFlow(() => columns);
          const characters = [...whole];
          let shown = '';
          for (const size of sizes) shown += flow.write(characters.splice(0, size).join(''));
          shown += flow.write(characters.join('')) + flow.end();
          const atOnce = createWordFlow(() => columns);
          expect(shown).toBe(atOnce.write(whole) + atOnce.end());
          expect(shown.replace(/[ \t\n]/g, '')).toBe(whole.replace(/[ \t\n]/g, ''));
        },
      ),
    );
  });

  it('keeps whole what is in backticks, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(word, inBackticks), { minLength: 1 }), windows, (words, columns) => {
        const whole = words.join(' ');
        const flow = createWordFlow(() => columns);
        const shown = [...whole].map((character) => flow.write(character)).join('') + flow.end();
        expect(shown).toBe(wrapWords(whole, columns));
        expect(shown.match(/`[^`]+`/g)).toEqual(whole.match(/`[^`]+`/g));
      }),
    );
  });

  it('is held for no longer than a line', () => {
    const flow = createWordFlow(() => 20);
    expect(flow.write('one two')).toBe('one');
    expect(flow.write('three')).toBe('');
    expect(flow.write('x'.repeat(40))).toBe(`\ntwothree${'x'.repeat(40)}`);
    expect(flow.write('yes')).toBe('yes');
    expect(flow.end()).toBe('');
  });

  it('is not held for long where a backtick stands alone', () => {
    const flow = createWordFlow(() => 20);
    expect(flow.write('one `two')).toBe('one');
    expect(flow.write('\n')).toBe(' `two\n');
    expect(flow.write(`\`${'so on '.repeat(200)}`)).toMatch(/^`so on so on so on\nso on/);
  });
});
