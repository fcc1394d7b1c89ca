import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSanitizer, sanitizeBlock, sanitizeLine } from '../../src/terminal/sanitize.ts';

/** Written from the contract, not from the code: everything that must never reach a terminal raw. */
const FORBIDDEN = [
  ...range(0x00, 0x08),
  ...range(0x0b, 0x1f),
  ...range(0x7f, 0x9f),
  0x061c,
  0x200e,
  0x200f,
  ...range(0x2028, 0x202e),
  ...range(0x2066, 0x2069),
  ...range(0xe0000, 0xe007f),
].map((code) => String.fromCodePoint(code));

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...FORBIDDEN,
        '\r\n',
        '\r',
        '\n',
        '\t',
        '\ud83d',
        '\ude00',
        '😀',
        '👨‍👩‍👧',
        'e\u0301',
        '❤️',
      ),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

describe('sanitizeBlock', () => {
  it('shows each control character as something visible', () => {
    expect(sanitizeBlock('\x1b]52;c;aGk=\x07')).toBe('␛]52;c;aGk=␇');
    expect(sanitizeBlock('a\x00b\x7fc\x08')).toBe('a␀b␡c␈');
    expect(sanitizeBlock('\x9b31m')).toBe('<U+009B>31m');
    expect(sanitizeBlock('abc\u202Etxt.exe')).toBe('abc<U+202E>txt.exe');
    expect(sanitizeBlock('a\u2028b\u{e0041}')).toBe('a<U+2028>b<U+E0041>');
    expect(sanitizeBlock('half \ud83d of \ude00 one')).toBe('half \ufffd of \ufffd one');
  });

  it('keeps newlines and tabs, takes CR LF for a newline and shows a CR alone', () => {
    expect(sanitizeBlock('a\n\tb\r\nc\rd')).toBe('a\n\tb\nc␍d');
  });

  it.each(['naïve café', '漢字かな', '👨‍👩‍👧 🏳️‍🌈 👍🏽', 'e\u0301', 'שלום عربى', '\ufeffbom', 'a\u200bb'])(
    'leaves %j alone',
    (text) => {
      expect(sanitizeBlock(text)).toBe(text);
    },
  );

  it('lets nothing forbidden through, and changes nothing twice', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const safe = sanitizeBlock(text);
        expect(FORBIDDEN.filter((character) => safe.includes(character))).toEqual([]);
        expect(safe).not.toMatch(/\p{Cs}/u);
        expect(sanitizeBlock(safe)).toBe(safe);
      }),
    );
  });
});

describe('createSanitizer', () => {
  it('gives the same text however it was split', () => {
    fc.assert(
      fc.property(hostile, fc.array(fc.nat(40)), (text, cuts) => {
        const sanitizer = createSanitizer();
        let shown = '';
        let rest = text;
        for (const cut of cuts) {
          shown += sanitizer.write(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        shown += sanitizer.write(rest) + sanitizer.end();
        expect(shown).toBe(sanitizeBlock(text));
      }),
    );
  });

  it('holds back nothing but what the next chunk decides', () => {
    const sanitizer = createSanitizer();
    expect(sanitizer.write('one\r')).toBe('one');
    expect(sanitizer.write('\ntwo \ud83d')).toBe('\ntwo ');
    expect(sanitizer.write('\ude00\x1b')).toBe('😀␛');
    expect(sanitizer.write('[31m')).toBe('[31m');
    expect(sanitizer.end()).toBe('');
  });
});

describe('sanitizeLine', () => {
  it('shows newlines and tabs too', () => {
    expect(sanitizeLine('a\r\nb\tc\n')).toBe('a␊b␉c␊');
  });

  it('is always one line', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(sanitizeLine(text)).not.toMatch(/[\n\t\r]/);
        expect(sanitizeLine(sanitizeLine(text))).toBe(sanitizeLine(text));
      }),
    );
  });

  it('cuts between the characters that a reader sees', () => {
    expect(sanitizeLine('hello', 5)).toBe('hello');
    expect(sanitizeLine('hello!', 5)).toBe('hell…');
    expect(sanitizeLine('👨‍👩‍👧👍🏽e\u0301x', 3)).toBe('👨‍👩‍👧👍🏽…');
    expect(sanitizeLine('👨‍👩‍👧👍🏽e\u0301', 3)).toBe('👨‍👩‍👧👍🏽e\u0301');
    expect(sanitizeLine('ab', 1)).toBe('…');
  });
});
