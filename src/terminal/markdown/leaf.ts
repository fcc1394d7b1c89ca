import type { Frame } from './wrapper.ts';

/** The window, as the blocks need to know it. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

/**
 * A block that holds text and no other blocks. It gives its rows, painted, without newlines: those that nothing can
 * change any more once, the others as often as they are asked for.
 */
export interface Leaf {
  /** The block is complete: all rows are final. */
  finish(): void;
  /** The final rows that were not taken yet. */
  takeFinal(): string[];
  /** The rows after them, as they are so far. */
  live(): readonly string[];
  /**
   * The live rows can't be rewritten any more, because the window has another size now: goes on behind them, as if
   * they were final.
   */
  settle(screen: Screen): void;
  /** After `settle`: what belongs at the end of the last row on the screen, such as the rest of a word. */
  takeRest(): string;
}

/** A leaf that takes its text as it comes; where it was split makes no difference. */
export interface TextLeaf extends Leaf {
  /** More of the line at hand. */
  append(text: string): void;
  /** The line at hand is complete. */
  endLine(): void;
}

/** The frame for the rows after the first ones. */
export function continued(frame: Frame, columns: number): Frame {
  return { first: frame.rest, rest: frame.rest, columns };
}

const LARGEST_BUDGET = 2000;
const SMALLEST_BUDGET = 80;

/**
 * How many characters of a paragraph may wait for what they mean: what fits into the window with words that leave
 * half of each row empty, so that all that may yet change can still be rewritten.
 */
export function textBudget({ rest }: Frame, { columns, rows }: Screen): number {
  const cells = ((rows - 3) * (columns - rest.width)) / 2;
  return Math.floor(Math.min(LARGEST_BUDGET, Math.max(SMALLEST_BUDGET, cells)));
}
