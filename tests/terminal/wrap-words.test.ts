import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringWidth } from '../../src/terminal/width.ts';
import { wrapWords } from '../../src/terminal/wrap-words.ts';

it.each([
  ['one two three', 80, 0, 'one two three'],
  ['one two three', 8, 0, 'one two\nthree'],
  ['one two three', 7, 0, 'one\ntwo\nthree'],
  ['  1  one two three', 14, 5, '  1  one two\n     three'],
  ['a漢字漢字 b', 11, 0, 'a漢字漢字\nb'],
  ['unbreakable', 4, 2, 'unbreakable'],
])('wraps %j in %i columns', (text, columns, indent, wrapped) => {
  expect(wrapWords(text, columns, indent)).toBe(wrapped);
});

it('loses and adds nothing but spaces, and fits unless a word does not', () => {
  const word = fc.stringMatching(/^[a-zé漢]{1,9}$/u);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 24, max: 60 }), (words, columns) => {
      const wrapped = wrapWords(words.join(' '), columns, 3);
      expect(wrapped.split(/\s+/)).toEqual(words);
      for (const line of wrapped.split('\n')) expect(stringWidth(line)).toBeLessThan(columns);
    }),
  );
});
