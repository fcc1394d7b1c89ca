import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../src/settings/json-fault.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('where a text stops being JSON', () => {
  it.each([
    ['', 1, 1, true],
    ['{', 1, 2, true],
    ['{"a": 1\n\n', 3, 1, true],
    ['{"a" 1}', 1, 6, false],
    ['{\n\t"a": 1\n\t"b": 2\n}', 3, 2, false],
    ["{'a': 1}", 1, 2, false],
    ['{"a": True}', 1, 7, false],
    ['{"a": 01}', 1, 7, false],
    ['{"a": "\\x"}', 1, 7, false],
    ['{"a": "b\nc"}', 1, 7, false],
    ['[1,]', 1, 4, false],
    ['[1}', 1, 3, false],
    ['{} {}', 1, 4, false],
    ['// mine\n{}', 1, 1, false],
    ['\r{}\r\n"😀" x', 3, 1, false],
  ])('%j', (text, line, column, isEnd) => {
    expect(jsonFault(text)).toEqual({ line, column, isEnd });
  });

  it('is found where the parser finds a fault, and nowhere else', () => {
    const bits = fc.constantFrom(
      ...'{}[],:"\\/ \n\t-+.eE019aulnt\u0000\u007fé😀',
      'true',
      'null',
      '\\u00e9',
      '"a"',
    );
    const soup = fc.array(bits, { maxLength: 12 }).map((parts) => parts.join(''));
    const cut = fc.tuple(fc.json(), fc.nat(), fc.nat({ max: 2 }), soup).map(([json, at, count, put]) => {
      const from = at % (json.length + 1);
      return json.slice(0, from) + put.slice(0, 2) + json.slice(from + count);
    });
    fc.assert(
      fc.property(fc.oneof(soup, fc.json(), cut), (text) => {
        expect(jsonFault(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });
});
