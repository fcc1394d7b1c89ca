import { describe, expect, it } from 'vitest';
import { codeColors } from '../../../src/terminal/markdown/code-colors.ts';

/** Backgrounds that terminals, and the themes that people choose for them, have: from black to Nord, from white to Gruvbox. */
const DARK = ['000000', '0c0c0c', '1e1e1e', '282c34', '002b36', '282a36', '2e3440', '300a24', '272822'];
const LIGHT = ['ffffff', 'fafafa', 'f5f5f5', 'fdf6e3', 'eeeeee', 'fbf1c7'];

type Rgb = readonly number[];

/** Of xterm's 256: the 6 × 6 × 6 cube, and the greys behind it. */
function rgbOf(index: number): Rgb {
  if (index >= 232) return [0, 0, 0].map(() => 8 + (index - 232) * 10);
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  return [Math.floor((index - 16) / 36), Math.floor((index - 16) / 6) % 6, (index - 16) % 6].map(level);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('the colours of code', () => {
  it.each([
    ['dark', DARK, 4.5],
    ['light', LIGHT, 4.5],
    ['unknown', [...DARK, ...LIGHT], 3],
  ] as const)('on a %s background can be read', (theme, backgrounds, least) => {
    for (const [name, sgr] of Object.entries(codeColors(theme, 256))) {
      const index = Number(/^38;5;(\d+)$/.exec(sgr)?.[1]);
      for (const background of backgrounds) {
        const rgb = (background.match(/../g) ?? []).map((part) => Number.parseInt(part, 16));
        expect(contrast(rgbOf(index), rgb), `${name} on #${background}`).toBeGreaterThanOrEqual(least);
      }
    }
  });
});
