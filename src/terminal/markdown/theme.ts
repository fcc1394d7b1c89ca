import type { Runtime } from '../../runtime.ts';

export type Theme = 'light' | 'dark';

/** Colours of the 16 that are a light background: white and bright white. */
const LIGHT_BACKGROUNDS = new Set(['7', '15']);

/**
 * The theme for this terminal: what the user said, else what the terminal says of its background in COLORFGBG
 * (`foreground;background`, as rxvt, Konsole and others set it), else dark. The terminal itself is not asked: its
 * reply would come in between what the user types.
 */
export function chooseTheme(env: Runtime['env'], chosen?: Theme): Theme {
  if (chosen !== undefined) return chosen;
  const background = env.COLORFGBG?.split(';').at(-1) ?? '';
  return LIGHT_BACKGROUNDS.has(background) ? 'light' : 'dark';
}
