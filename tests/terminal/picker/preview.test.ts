import { describe, expect, it } from 'vitest';
import { createStyles } from '../../../src/terminal/colors.ts';
import { unpainted } from '../../../src/terminal/markdown/runs.ts';
import { clipPainted } from '../../../src/terminal/picker/clip-painted.ts';
import { layOutPreview } from '../../../src/terminal/picker/preview.ts';
import { stringWidth } from '../../../src/terminal/width.ts';

describe('the preview of a conversation', () => {
  it('cuts code that is wider than the window, and says so', async () => {
    const text = '```js\nexport function debounce(action, ms = 250) { return "一二三四五六七八" }\n```';
    const [part] = await layOutPreview([{ label: 'assistant', text, isMarkdown: true }], {
      columns: 40,
      styles: createStyles(true),
      markdown: { theme: 'dark', depth: 16, unicode: true },
    });
    const rows = part?.rows.map(({ content }) => unpainted(content));
    expect(rows).toEqual(['assistant:', 'export function debounce(action, ms = …']);
  });

  it.each([
    ['\x1b[1mabc\x1b[0md', 4, '\x1b[1mabc\x1b[0md'],
    ['\x1b[1mabc\x1b[0mde', 4, '\x1b[1mabc\x1b[0m…'],
    ['ab\x1b[1mcd\x1b[0mef', 3, 'ab\x1b[1m…\x1b[0m'],
    ['a\x1b[1m一二\x1b[0m', 4, 'a\x1b[1m一…\x1b[0m'],
    ['abc', 1, '…'],
  ])('cuts %j to %i columns', (row, columns, clipped) => {
    expect(clipPainted(row, columns)).toBe(clipped);
    expect(stringWidth(unpainted(clipped))).toBeLessThanOrEqual(columns);
  });
});
