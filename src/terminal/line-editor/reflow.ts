import type { Runtime } from '../../runtime.ts';

/**
 * What a terminal does with rows that have become too wide for the window: wrap all of them anew (most, tmux among
 * them), all but the cursor's (xterm.js, and so VS Code and most terminals in a browser), or none.
 */
export type Reflow = 'all' | 'all but the cursor row' | 'none';

/** What is known of what we wrote when the window gets another width. */
export interface Resized {
  /** The widths of the rows above the cursor's, each ended by a newline. */
  readonly above: readonly number[];
  /** That of the cursor's own row, and where the cursor was in it. */
  readonly width: number;
  readonly column: number;
  /** The new width of the window. */
  readonly columns: number;
}

/** What the terminal does, where its environment tells. */
export function reflowOf(env: Runtime['env']): Reflow | undefined {
  if (env.TMUX) return 'all';
  if (env.TERM_PROGRAM === 'vscode') return 'all but the cursor row';
  return env.XTERM_VERSION || env.STY || env.TERM === 'linux' ? 'none' : undefined;
}

/** Whether it matters for the place of the cursor if its row is wrapped anew. */
export function isCursorRowSplit(resized: Resized): boolean {
  return cellOf(resized) >= resized.columns;
}

/**
 * What the terminal has done, from the column (from 0) that it now has the cursor in: one that leaves the row alone
 * puts the cursor in the last column.
 */
export function reflowFrom(resized: Resized, cursorColumn: number): Reflow {
  const last = resized.columns - 1;
  return cursorColumn === last && cellOf(resized) % resized.columns !== last
    ? 'all but the cursor row'
    : 'all';
}

/** How many rows there are now from the first row of what we wrote down to the cursor's. */
export function rowsAbove(resized: Resized, reflow: Reflow): number {
  const { above, columns } = resized;
  if (reflow === 'none') return above.length;
  const rows = above.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
  return reflow === 'all' ? rows + Math.floor(cellOf(resized) / columns) : rows;
}

/** The cell that the cursor goes with: at the very end of a row the last one. */
function cellOf({ width, column }: Resized): number {
  return column === width ? Math.max(0, column - 1) : column;
}
