import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStyles } from '../../../src/terminal/colors.ts';
import { frameOf } from '../../../src/terminal/line-editor/frame.ts';
import { startState } from '../../../src/terminal/line-editor/state.ts';

function rowsOf(text: string, cursor: number, capacity: number, columns = 40): string[] {
  const state = { ...startState([], '', []), line: { text, cursor } };
  const look = { prompt: '', hint: undefined, columns, capacity, styles: createStyles(false) };
  return frameOf(state, look).rows.map(({ content }) => content);
}

describe('what does not fit the window', () => {
  const long = 'a'.repeat(90);

  // Of four rows, one tells and two show text.
  it.each([
    ['\n1\n2\n3\n4', 'end', '… 3 lines above'],
    ['\n\n\n\n', 'end', '… 3 lines above'],
    ['0\n1\n2\n3\n', 'start', '… 3 lines below'],
    ['0\n\n\n\n', 'start', '… 3 lines below'],
    // A part of a line counts as one.
    [`${long}\n\n`, 'end', '… 1 line above'],
    [`\n${long}${long}`, 'end', '… 2 lines above'],
    [`${long}${long}`, 'end', '… 1 line above'],
    [`${long}${long}`, 'start', '… 1 line below'],
  ])('of %j at the %s is told: %s', (text, place, told) => {
    const rows = rowsOf(text, place === 'end' ? text.length : 0, 4);
    expect(rows.at(place === 'end' ? 0 : -1)).toBe(told);
  });

  it('is counted so that no line is missing, whatever there is', () => {
    const line = fc.constantFrom('', '', 'a', 'two words');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), fc.nat(), (lines, place) => {
        const text = lines.join('\n');
        const rows = rowsOf(text, place % (text.length + 1), 8);
        const told = rows.map((row) => Number(/^… (\d+) lines? (?:above|below)$/.exec(row)?.[1] ?? 1));
        expect(told.reduce((sum, count) => sum + count, 0)).toBe(lines.length);
      }),
    );
  });
});
