import { expect, it } from 'vitest';
import { createStyles } from '../../../src/terminal/colors.ts';
import { pickerFrame, showsPreview } from '../../../src/terminal/picker/frame.ts';
import { startPicking } from '../../../src/terminal/picker/state.ts';

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
