import type { Runtime } from '../../runtime.ts';
import { supportsHyperlinks } from './hyperlinks.ts';
import { chooseTheme, colorDepth, type Theme } from './theme.ts';

/** What the environment tells of the terminal. */
export interface Appearance {
  readonly theme: Theme;
  readonly depth: 16 | 256;
  readonly hyperlinks: boolean;
  readonly unicode: boolean;
  readonly rewrite: boolean;
}

/** How Markdown is to look on a terminal, or, in a pipe, in what shows it later. */
export function terminalAppearance(env: Runtime['env'], isTTY: boolean): Appearance {
  return {
    theme: chooseTheme(env),
    depth: colorDepth(env),
    hyperlinks: isTTY && supportsHyperlinks(env),
    unicode: isUtf8(env),
    rewrite: isTTY && env.TERM !== 'dumb',
  };
}

/** POSIX: the first of these that is set decides. Windows sets none, and its terminals show what is drawn here. */
function isUtf8(env: Runtime['env']): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  if (!locale) return env.OS === 'Windows_NT' || env.TERM_PROGRAM !== undefined;
  return /utf-?8/i.test(locale);
}
