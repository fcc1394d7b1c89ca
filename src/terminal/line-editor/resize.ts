import type { Painter } from './painter.ts';
import { isCursorRowSplit, type Reflow, type Resized, reflowFrom, rowsAbove } from './reflow.ts';

/** Brings the frame back in order when the window has got another width. */
export interface Resizing {
  /** The window has got `columns`. */
  begin(columns: number): void;
  /** The terminal has told the column (from 0) of the cursor. */
  report(cursorColumn: number): void;
  /** Waits no longer for the terminal to tell. */
  settle(): void;
  /** Whether nothing may be painted now. */
  readonly isUnderWay: boolean;
}

/** Device Status Report: where is the cursor? */
const ASK_CURSOR = '\x1b[6n';
/** Milliseconds: a terminal that has not answered by then does not answer. */
const PATIENCE = 100;

/**
 * Takes the old frame away and calls `repaint`. Where the old frame is depends on whether the terminal has wrapped
 * the cursor's row anew; unless that makes no difference, or `known`, it is asked.
 */
export function createResizing({
  painter,
  known,
  write,
  repaint,
}: {
  readonly painter: Painter;
  readonly known: Reflow | undefined;
  readonly write: (output: string) => void;
  readonly repaint: () => void;
}): Resizing {
  let waiting: { readonly resized: Resized; readonly timer: NodeJS.Timeout } | undefined;
  /** Questions without an answer: only the last answer is about the last width. */
  let asked = 0;

  const finish = (resized: Resized, reflow: Reflow) => {
    clearTimeout(waiting?.timer);
    waiting = undefined;
    write(painter.eraseFrom(rowsAbove(resized, reflow)));
    repaint();
  };
  /** Its answer may come yet, and is not to be taken for one to a later question. */
  const giveUp = () => {
    if (waiting) finish(waiting.resized, 'all');
  };
  const resizing: Resizing = {
    begin(columns) {
      const resized = { ...painter.geometry, columns };
      if (known || !isCursorRowSplit(resized)) return finish(resized, known ?? 'all');
      clearTimeout(waiting?.timer);
      waiting = { resized, timer: setTimeout(giveUp, PATIENCE) };
      asked += 1;
      write(ASK_CURSOR);
    },
    report(cursorColumn) {
      asked = Math.max(0, asked - 1);
      if (waiting && asked === 0) finish(waiting.resized, reflowFrom(waiting.resized, cursorColumn));
    },
    settle() {
      giveUp();
      // What comes from here on others may be told.
      asked = 0;
    },
    get isUnderWay() {
      return waiting !== undefined;
    },
  };
  return resizing;
}
