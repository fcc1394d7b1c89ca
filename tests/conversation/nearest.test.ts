import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/conversation/nearest.ts';

const WORDS = [
  'apiKey',
  'baseUrl',
  'model',
  'systemPrompt',
  'temperature',
  'maxTokens',
  'timeout',
  'maxRetries',
];

describe('nearest', () => {
  it.each([
    ['modle', 'model'],
    ['MODEL', 'model'],
    ['api-key', 'apiKey'],
    ['apikey', 'apiKey'],
    ['base_url', 'baseUrl'],
    ['temprature', 'temperature'],
    ['maxRetry', 'maxRetries'],
    ['tiemout', 'timeout'],
    ['system', 'systemPrompt'],
    ['TEMP', 'temperature'],
    ['maxT', 'maxTokens'],
  ])('takes %s for %s', (typo, meant) => {
    expect(nearest(typo, WORDS)).toBe(meant);
  });

  it.each(['', 'x', 'colour', 'zzzzz', 'm', 'te', 'max'])('guesses nothing for %j', (word) => {
    expect(nearest(word, WORDS)).toBeUndefined();
  });

  it('counts a swap of neighbours as one edit', () => {
    expect(nearest('ba', ['ab'])).toBe('ab');
    expect(nearest('ba', ['cd'])).toBeUndefined();
  });

  it('finds a word again after one letter was lost, added or changed', () => {
    const letter = fc.constantFrom(...'abcxyz');
    const edit = fc.record({ place: fc.nat(), letter, kind: fc.constantFrom('lose', 'add', 'change') });
    fc.assert(
      fc.property(fc.constantFrom(...WORDS), edit, (word, { place, letter, kind }) => {
        const index = place % word.length;
        const typo =
          word.slice(0, index) +
          (kind === 'lose' ? '' : letter) +
          word.slice(kind === 'add' ? index : index + 1);
        expect(nearest(typo, WORDS)).toBe(word);
      }),
    );
  });
});
