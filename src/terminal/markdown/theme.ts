import type { Runtime } from '../../runtime.ts';

/** The terminal's background. */
export type Theme = 'light' | 'dark' | 'unknown';

/** Colours of the 16 that are a light background: white and bright white. */
const LIGHT_BACKGROUNDS = new Set(['7', '15']);
const COLOR = /^\d+$/;

/**
 * The theme for this terminal: what the user says in AI_CHAT_THEME, else what the terminal says in COLORFGBG
 * (`foreground;background`, as rxvt, Konsole, iTerm2 and others set it). The terminal itself is not asked (OSC 11): its
 * reply would come in between what the user types, for this process or for the next.
 */
export function chooseTheme(env: Runtime['env']): Theme {
  const chosen = env.AI_CHAT_THEME?.toLowerCase();
  if (chosen === 'light' || chosen === 'dark') return chosen;
  const background = env.COLORFGBG?.split(';').at(-1) ?? '';
  if (!COLOR.test(background)) return 'unknown';
  return LIGHT_BACKGROUNDS.has(background) ? 'light' : 'dark';
}

const TERMS = /256|direct|kitty|alacritty|ghostty|foot|wezterm|contour|truecolor/;
const PROGRAMS = new Set([
  'iTerm.app',
  'Apple_Terminal',
  'vscode',
  'WezTerm',
  'ghostty',
  'WarpTerminal',
  'zed',
  'Hyper',
  'mintty',
]);

/** How many colours the terminal has: 256 where it says so, else the 16 that all have. */
export function colorDepth(env: Runtime['env']): 16 | 256 {
  if (env.FORCE_COLOR === '2' || env.FORCE_COLOR === '3') return 256;
  if (env.FORCE_COLOR === '1') return 16;
  const says =
    Boolean(env.COLORTERM) ||
    TERMS.test(env.TERM ?? '') ||
    PROGRAMS.has(env.TERM_PROGRAM ?? '') ||
    env.OS === 'Windows_NT';
  return says ? 256 : 16;
}
