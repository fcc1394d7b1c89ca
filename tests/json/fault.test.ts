import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../src/json/fault.ts';
import { isJson, torn } from './texts.ts';

describe('where a text stops being JSON', () => {
  it.each([
    ['', 1, 1, true],
    ['{', 1, 2, true],
    ['{"a": 1\n\n', 1, 8, true],
    ['{\n"a": "b \n', 2, 9, false],
    ['{"a" 1}', 1, 6, false],
    ['{\n\t"a": 1\n\t"b": 2\n}', 3, 2, false],
    ["{'a': 1}", 1, 2, false],
    ['{"a": True}', 1, 7, false],
    ['{"a": 01}', 1, 7, false],
    ['{"a": "\\x"}', 1, 7, false],
    ['{"a": "b\nc"}', 1, 9, false],
    ['{"a": "b', 1, 9, true],
    ['{"a": "b\\', 1, 10, true],
    ['{"a": tru', 1, 7, false],
    ['\ufeff{}', 1, 1, false],
    ['[1,]', 1, 4, false],
    ['[1}', 1, 3, false],
    ['{} {}', 1, 4, false],
    ['// mine\n{}', 1, 1, false],
    ['\r{}\r\n"😀" x', 3, 1, false],
  ])('%j', (text, line, column, isEnd) => {
    expect(jsonFault(text)).toEqual({ line, column, isEnd });
  });

  it('is found where the parser finds a fault, and nowhere else', () => {
    fc.assert(
      fc.property(torn, (text) => {
        expect(jsonFault(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });
});
