import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkName } from '../../src/conversation/name.ts';
import { titleOf } from '../../src/conversation/title.ts';
import { CliError } from '../../src/errors.ts';

it('cuts a long title at a word, and one long word where the room ends', () => {
  expect(titleOf('one two three four five six seven eight nine ten eleven twelve thirteen')).toBe(
    'one two three four five six seven eight nine ten eleven…',
  );
  expect(titleOf('月'.repeat(80))).toBe(`${'月'.repeat(59)}…`);
});

it('does not halve a character behind a long indent', () => {
  expect(titleOf(`${' '.repeat(479)}🙂`)).toBe('');
});

it('is one line of at most 60 characters and never half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const title = titleOf(text);
      expect(Array.from(title).length).toBeLessThanOrEqual(60);
      expect(title).not.toMatch(/[\n\r\t]/);
      expect(title).not.toMatch(/\p{Surrogate}/u);
    }),
  );
});

it.each(['trip', 'a', 'A.b_c-1', 'x'.repeat(64), 'CON'])('takes the name %s', (name) => {
  expect(checkName(name)).toBe(name);
});

it.each(['', ' ', '../x', 'a/b', 'a\\b', 'x'.repeat(65), '旅行', '🙂', 'last', '.', '..', 'a b', 'a\n'])(
  'refuses the name %j',
  (name) => {
    expect(() => checkName(name)).toThrow(CliError);
  },
);
