import type { Runtime } from '../../runtime.ts';

/**
 * How many rows a terminal has put between the first row of what we wrote and the cursor, after a resize to
 * `columns`. `widths` are those of the rows above the cursor's, each ended by a newline; `column` is the cursor's.
 */
export type Reflow = (change: {
  readonly widths: readonly number[];
  readonly column: number;
  readonly columns: number;
}) => number;

/** Every row that has become too wide takes several: most terminals, tmux among them. */
const everyRow: Reflow = ({ widths, column, columns }) =>
  rowsOf(widths, columns) + Math.floor(column / columns);

/** xterm.js leaves the cursor's own row to the program. */
const allButCursorRow: Reflow = ({ widths, columns }) => rowsOf(widths, columns);

/** What is too wide is cut off. */
const noRow: Reflow = ({ widths }) => widths.length;

function rowsOf(widths: readonly number[], columns: number): number {
  return widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
}

/** What the terminal does, as far as its environment tells. */
export function reflowOf(env: Runtime['env']): Reflow {
  if (env.TMUX) return everyRow;
  if (env.TERM_PROGRAM === 'vscode') return allButCursorRow;
  if (env.XTERM_VERSION || env.STY || env.TERM === 'linux') return noRow;
  return everyRow;
}
