import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzyFind, fuzzyScore } from '../../src/terminal/fuzzy.ts';

const find = (query: string, texts: readonly string[]) => fuzzyFind(query, texts, (text) => [text]);

describe('a fuzzy search', () => {
  it.each([
    ['4om', ['gpt-4o-mini', 'gpt-4', 'o4-mini'], ['gpt-4o-mini']],
    ['mini', ['gemini', 'gpt-4o-mini', 'mini'], ['mini', 'gpt-4o-mini', 'gemini']],
    ['re', ['quarrel', 'rename', 'are'], ['rename', 'quarrel', 'are']],
    ['lis', ['three days in Lisbon', 'a list', 'sales in'], ['three days in Lisbon', 'a list']],
    ['days lisbon', ['Three days in Lisbon', 'Lisbon days'], ['Three days in Lisbon']],
    ['sao', ['São Paulo', 'soap'], ['São Paulo']],
    ['里本', ['旅行去里斯本', '旅行'], ['旅行去里斯本']],
    ['', ['b', 'a'], ['b', 'a']],
    ['x', ['a'], []],
  ])('for %j among %j finds %j', (query, texts, found) => {
    expect(find(query, texts)).toEqual(found);
  });

  it('takes no longer for what was pasted by mistake', () => {
    const texts = Array.from(
      { length: 10_000 },
      (_, at) => `a title of many words, as titles are, with the number ${at}`,
    );
    for (const length of [250, 10_000_000]) expect(find('ab'.repeat(length / 2), texts)).toEqual([]);
  });

  it('takes the better of two texts of one thing', () => {
    const items = [
      { id: 'lab1', title: 'Chemistry' },
      { id: 'x', title: 'lab' },
    ];
    expect(fuzzyFind('lab', items, ({ id, title }) => [id, title])).toEqual(items);
    expect(fuzzyFind('chem', items, ({ id, title }) => [id, title])).toEqual([items[0]]);
  });

  it('finds exactly what holds the characters in their order', () => {
    const holds = (query: string, text: string) => {
      let at = 0;
      for (const character of query) {
        at = text.indexOf(character, at) + 1;
        if (at === 0) return false;
      }
      return true;
    };
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (query, text) => {
        expect(fuzzyScore(query, text) !== undefined).toBe(holds(query, text));
      }),
    );
  });

  it('finds nothing better than the text itself', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(word, word, (text, other) => {
        expect(fuzzyScore(text, text)).toBeGreaterThanOrEqual(fuzzyScore(text, other) ?? 0);
      }),
    );
  });
});
