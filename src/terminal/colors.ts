import type { Runtime } from '../runtime.ts';

export type Style = (text: string) => string;

export interface Styles extends Readonly<Record<keyof typeof SGR, Style>> {
  readonly enabled: boolean;
}

/** On and off codes of ECMA-48's Select Graphic Rendition; 39 is the terminal's own foreground. */
const SGR = {
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  inverse: [7, 27],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

/**
 * Whether to use colour on a stream: `--no-color`, then FORCE_COLOR (0 or false: off), NO_COLOR
 * (https://no-color.org), TERM=dumb, then whether it is a terminal. An empty variable is an unset one.
 */
export function colorEnabled({
  flag,
  env,
  isTTY,
}: {
  /** False when `--no-color` was given. */
  readonly flag: boolean | undefined;
  readonly env: Runtime['env'];
  readonly isTTY: boolean;
}): boolean {
  if (flag === false) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.NO_COLOR || env.TERM === 'dumb') return false;
  return isTTY;
}

/** Styles that add their codes, or, disabled, give the text back as it is. */
export function createStyles(enabled: boolean): Styles {
  const styles = Object.entries(SGR).map(([name, [on, off]]): [string, Style] => [
    name,
    enabled ? (text) => (text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`) : (text) => text,
  ]);
  return { enabled, ...(Object.fromEntries(styles) as Record<keyof typeof SGR, Style>) };
}
