import type { Runtime } from '../../runtime.ts';

/**
 * Whether the terminal knows OSC 8 hyperlinks (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda).
 * Own table after the lists of that document, and not supports-hyperlinks: that package reads the global process,
 * and brings supports-color with it. A terminal that is not known gets none: the address is in the text anyway.
 */
export function supportsHyperlinks(env: Runtime['env']): boolean {
  if (env.FORCE_HYPERLINK) return env.FORCE_HYPERLINK !== '0';
  if (env.TERM === 'dumb' || env.TERM === 'linux') return false;
  // Multiplexers pass them on only in recent versions and only if told to; what is behind them is not known here.
  if (env.STY || env.TERM?.startsWith('screen')) return false;
  if (env.TMUX) return atLeast(env.TERM_PROGRAM === 'tmux' ? env.TERM_PROGRAM_VERSION : undefined, 3, 4);
  if (env.WT_SESSION || env.KITTY_WINDOW_ID || env.DOMTERM || env.KONSOLE_VERSION) return true;
  if (env.VTE_VERSION) return Number(env.VTE_VERSION) > 5000;
  if (TERMS.has(env.TERM ?? '')) return true;
  const since = PROGRAMS.get(env.TERM_PROGRAM ?? '');
  return since !== undefined && atLeast(env.TERM_PROGRAM_VERSION, ...since);
}

const TERMS = new Set([
  'xterm-kitty',
  'xterm-ghostty',
  'alacritty',
  'foot',
  'foot-extra',
  'contour',
  'wezterm',
]);

/** By TERM_PROGRAM, the first version that has them. */
const PROGRAMS: ReadonlyMap<string, readonly [major: number, minor: number]> = new Map([
  ['iTerm.app', [3, 1]],
  ['WezTerm', [20200620, 0]],
  ['vscode', [1, 72]],
  ['ghostty', [0, 0]],
  ['mintty', [3, 1]],
  ['rio', [0, 0]],
  ['Hyper', [2, 0]],
  ['Tabby', [0, 0]],
  ['WarpTerminal', [0, 0]],
  ['zed', [0, 0]],
]);

function atLeast(version: string | undefined, major: number, minor: number): boolean {
  if (major === 0) return true;
  const [, found = '', after = '0'] = /^(\d+)(?:[.-](\d+))?/.exec(version ?? '') ?? [];
  if (found === '') return false;
  return Number(found) > major || (Number(found) === major && Number(after) >= minor);
}
