import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStyles } from '../../../src/terminal/colors.ts';
import { pickerFrame, showsPreview } from '../../../src/terminal/picker/frame.ts';
import { pressInPicker, startPicking } from '../../../src/terminal/picker/state.ts';
import { stringWidth } from '../../../src/terminal/width.ts';

const ITEM = { label: 'Lisbon', detail: 'tiny', texts: ['Lisbon'] };
const PREVIEW = [{ rows: [{ content: 'Walk', width: 4 }], isCut: false }];
const ROOMY = { columns: 80, capacity: 23, hasPreview: true };

it.each([
  ['room', [ITEM], ROOMY, true],
  ['too few rows', [ITEM], { ...ROOMY, capacity: 8 }, false],
  ['too few columns', [ITEM], { ...ROOMY, columns: 10 }, false],
  ['nothing to say', [ITEM], { ...ROOMY, hasPreview: false }, false],
  ['nothing selected', [], ROOMY, false],
])('knows before it draws whether the preview is shown: %s', (_what, items, view, isShown) => {
  const state = startPicking(items);
  const look = { styles: createStyles(false), rule: '-', preview: PREVIEW };
  const { rows } = pickerFrame(state, { ...view, ...look });
  expect(rows.some(({ content }) => content === 'Walk')).toBe(isShown);
  expect(showsPreview(state, view)).toBe(isShown);
});

describe('a query that is longer than the window', () => {
  const view = {
    columns: 20,
    capacity: 1,
    hasPreview: false,
    styles: createStyles(false),
    rule: '-',
    preview: undefined,
  };
  const typed = (text: string) => pressInPicker(startPicking([ITEM]), { type: 'paste', text }, 10).state;
  const shown = (text: string) => pickerFrame(typed(text), view).rows[0]?.content;

  it.each([
    ['abcdefghijklmnopqrstuvwxyz', '> jklmnopqrstuvwxyz'],
    ['the weather of 東京 in 👨‍👩‍👧', '> her of 東京 in 👨‍👩‍👧'],
    [`${'x'.repeat(15)}\u202e`, '> xxxxxxxxx<U+202E>'],
  ])('%j shows its end: %j', (text, row) => {
    expect(shown(text)).toBe(row);
  });

  it('is cut between characters, and the cursor stands behind it', () => {
    const parts = fc.array(fc.constantFrom(...'ab 漢', '👨‍👩‍👧', 'e\u0301', '\x1b', '\u202e', '😀'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 30 }), (all, columns) => {
        const { rows, cursor } = pickerFrame(typed(all.join('')), { ...view, columns });
        expect(cursor.column).toBeLessThan(columns);
        expect(stringWidth(cursor.before)).toBe(cursor.column);
        expect(rows[0]?.content).not.toContain('\ufffd');
        expect(rows[0]?.content).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  it('of a million characters is looked for nowhere, and none of it is lost', () => {
    const items = Array.from({ length: 100 }, (_, at) => ({
      ...ITEM,
      texts: [`${at} emoji and words`.repeat(3)],
    }));
    const text = '😀 words '.repeat(100_000);
    const { state } = pressInPicker(startPicking(items), { type: 'paste', text }, 10);
    expect([state.matches, state.query.line.text]).toEqual([[], text]);
    expect(pickerFrame(state, view).rows[0]?.content).toBe('>  words 😀 words ');
    const cleared = pressInPicker(state, { type: 'key', name: 'ctrl-u' }, 10).state;
    expect(cleared.matches).toHaveLength(100);
  });
});
