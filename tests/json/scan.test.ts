import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Scan, scanValue } from '../../src/json/scan.ts';
import { isJson, torn } from './texts.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** What the scan finds of a text that stands alone, when the parser is asked of its strings, numbers and words. */
function scanOf(text: string): Scan {
  return scanValue(encode(text), 0, (start, end) => isJson(decode(encode(text).subarray(start, end))));
}

const decode = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** An object, an array or a string, whose end is known without what follows. */
const closed = fc.json().filter((text) => /^[[{"]/.test(text));

describe('the end of a JSON value', () => {
  it('is found whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        closed,
        fc.string({ unit: 'binary' }),
        (before, json, behind) => {
          const start = encode(before).length;
          const scan = scanValue(encode(before + json + behind), start);
          expect(scan).toEqual({ kind: 'whole', end: start + encode(json).length });
        },
      ),
    );
  });

  it('is missed, and nothing is broken, in all that it was cut off to', () => {
    fc.assert(
      fc.property(closed, (json) => {
        const bytes = encode(json);
        for (let cut = 0; cut < bytes.length; cut++)
          expect(scanValue(bytes.subarray(0, cut), 0)).toEqual({ kind: 'cut' });
      }),
      { numRuns: 50 },
    );
  });

  it('is found where the parser takes what is before it, and nowhere else', () => {
    fc.assert(
      fc.property(torn, (text) => {
        const scan = scanOf(`${text} `);
        if (isJson(text)) expect(scan.kind).toBe('whole');
        if (scan.kind === 'whole') expect(isJson(decode(encode(text).subarray(0, scan.end)))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('could still come behind all that is before a fault', () => {
    fc.assert(
      fc.property(torn, (text) => {
        const scan = scanValue(encode(text), 0);
        if (scan.kind === 'broken')
          expect(scanValue(encode(text).subarray(0, scan.at), 0)).toEqual({ kind: 'cut' });
      }),
      { numRuns: 3000 },
    );
  });

  it('is found however deep it lies', () => {
    const depth = 200_000;
    expect(scanValue(encode('['.repeat(depth)), 0)).toEqual({ kind: 'cut' });
    expect(scanValue(encode('['.repeat(depth) + ']'.repeat(depth)), 0)).toEqual({
      kind: 'whole',
      end: 2 * depth,
    });
  });
});
