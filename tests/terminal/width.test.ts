import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundaryAtOrBefore,
  clip,
  graphemes,
  nextBoundary,
  previousBoundary,
  stringWidth,
} from '../../src/terminal/width.ts';

/** Whatever joins and whatever does not, side by side. */
const mixed = fc
  .array(
    fc.constantFrom(
      ...'ab 1漢かé👨👩👧🇩🇪❤👍🏽한국각क्षिกำｶﾞ\u0301\u0302\u200d\ufe0f\u20e3\u200bمر𠮷\u1100\u1161\u0600\u3164\uffa0\u2065\udc00\n\t\ud800',
    ),
    {
      maxLength: 20,
    },
  )
  .map((parts) => parts.join(''));

const clustersOf = (text: string) => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

describe('stringWidth', () => {
  it.each([
    ['', 0],
    ['plain', 5],
    ['漢字', 4],
    ['한국', 4],
    ['\u1100\u1161\u11a8', 2],
    ['e\u0301', 1],
    ['é', 1],
    ['😀', 2],
    ['👨‍👩‍👧', 2],
    ['👍🏽', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['❤', 1],
    ['1️⃣', 2],
    ['ｶﾞ', 2],
    ['Ａ', 2],
    ['नि', 2],
    ['a\u200bb', 2],
    ['שלום', 4],
    ['…—①', 3],
    ['␛', 1],
    ['\u3164', 2],
    ['\u3164\u0904', 3],
    ['\uffa0\u0904', 2],
    ['\u2065\u0904', 2],
  ])('%j takes %i columns', (text, columns) => {
    expect(stringWidth(text)).toBe(columns);
  });
});

describe('graphemes', () => {
  it('are the clusters of UAX #29', () => {
    fc.assert(
      fc.property(mixed, (text) => {
        expect(graphemes(text).map((grapheme) => grapheme.text)).toEqual(clustersOf(text));
      }),
    );
  });

  it('have boundaries that are found from either side', () => {
    fc.assert(
      fc.property(mixed, (text) => {
        let index = 0;
        for (const cluster of clustersOf(text)) {
          expect(nextBoundary(text, index)).toBe(index + cluster.length);
          expect(previousBoundary(text, index + cluster.length)).toBe(index);
          index += cluster.length;
        }
        expect(nextBoundary(text, index)).toBe(index);
        expect(previousBoundary(text, 0)).toBe(0);
      }),
    );
  });

  it('have one at or before each place, in the midst of a character too', () => {
    fc.assert(
      fc.property(mixed, (text) => {
        let edge = 0;
        for (const cluster of clustersOf(text)) {
          for (let at = edge; at < edge + cluster.length; at += 1)
            expect(boundaryAtOrBefore(text, at)).toBe(edge);
          edge += cluster.length;
        }
        expect(boundaryAtOrBefore(text, edge)).toBe(edge);
      }),
    );
  });
});

describe('clip', () => {
  it.each([
    ['hello', 5, 'hello'],
    ['hello!', 5, 'hell…'],
    ['漢字漢字', 5, '漢字…'],
    ['漢字漢字', 6, '漢字…'],
    ['漢字漢字', 8, '漢字漢字'],
    ['👨‍👩‍👧👨‍👩‍👧', 3, '👨‍👩‍👧…'],
    ['ab', 1, '…'],
    ['ab', 0, ''],
  ])('%j in %i columns: %j', (text, columns, clipped) => {
    expect(clip(text, columns)).toBe(clipped);
  });

  it('never takes more columns than it may', () => {
    fc.assert(
      fc.property(mixed, fc.nat(12), (text, columns) => {
        expect(stringWidth(clip(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
