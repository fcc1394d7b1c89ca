import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findText, withContext } from '../../src/terminal/find-text.ts';

const found = (text: string, wanted: string, which: 'first' | 'last' = 'first') => {
  const part = findText(text, wanted, which);
  return part && `${text.slice(0, part.start)}[${text.slice(part.start, part.end)}]${text.slice(part.end)}`;
};

describe('findText', () => {
  it.each([
    ['tell me, TELL me', 'Tell', '[tell] me, TELL me'],
    ['İİİİ merhaba', 'mer', 'İİİİ [mer]haba'],
    ['straße İstanbul', 'İST', 'straße [İst]anbul'],
    ['Ὀδυσσεύς', 'ΟΔΥΣ', undefined],
    ['ΟΔΥΣΣΕΥΣ', 'σσευς', 'ΟΔΥ[ΣΣΕΥΣ]'],
    ['cafe\u0301 au lait', 'FÉ', 'ca[fe\u0301] au lait'],
    ['caf\u00e9 au lait', 'e\u0301 au', 'caf[\u00e9 au] lait'],
    ['cafe\u0301', 'CAFE', '[cafe\u0301]'],
    // A part of a cluster is all of it.
    ['x👨‍👩‍👧y', '👩', 'x[👨‍👩‍👧]y'],
    ['İx', '\u0307', '[İ]x'],
    ['plain', 'none', undefined],
  ])('in %j for %j gives %j', (text, wanted, part) => {
    expect(found(text, wanted)).toBe(part);
  });

  it('gives the last one where that is meant', () => {
    expect(found('İ mer İ MER', 'mer', 'last')).toBe('İ mer İ [MER]');
  });

  it('finds what is there, whole, whatever stands around it', () => {
    const piece = fc
      .array(fc.constantFrom(...'aİẞςΣσ漢😀 \t', 'e\u0301', '👨‍👩‍👧', '\u212b', 'ﬁ'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(piece, piece, piece, (before, wanted, after) => {
        const text = `${before}<${wanted}>${after}`;
        const { start, end } = findText(text, `<${wanted}>`, 'last') ?? { start: -1, end: -1 };
        expect([start, end]).toEqual([before.length, text.length - after.length]);
      }),
    );
  });
});

describe('withContext', () => {
  it.each([
    ['one two three', 2, 'e two t'],
    ['two', 9, 'two'],
    // Half a character is all of it before, and nothing of it behind.
    ['a😀two😀b', 1, '😀two'],
    ['👨‍👩‍👧two\u0301e\u0301', 1, '👨‍👩‍👧two\u0301'],
  ])('in %j gives with %j around it %j', (text, units, around) => {
    const at = text.indexOf('two');
    const length = text.startsWith('👨') ? 4 : 3;
    const { start, end } = withContext(text, { start: at, end: at + length }, units);
    expect(text.slice(start, end)).toBe(around);
  });
});
