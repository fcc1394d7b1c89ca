import { CLEAR_FROM_ROW } from '../clear-below.ts';
import type { Resized } from './reflow.ts';

export interface FrameRow {
  /** With escapes for style; nothing in it moves the cursor otherwise. */
  readonly content: string;
  /** In columns, at most the window's. */
  readonly width: number;
}

/** What the editor shows at a moment. */
export interface Frame {
  readonly rows: readonly FrameRow[];
  /** `before` is what its row shows before it. */
  readonly cursor: { readonly row: number; readonly column: number; readonly before: string };
}

/**
 * Turns frames into what changes the screen from one to the next. It works downwards from where the prompt began. Rows are broken by us, with the terminal's own wrapping off, and the cursor gets
 * its column by writing what is before it: a terminal that counts an emoji differently than we do still shows every
 * row in its place, and the cursor at its character.
 */
export interface Painter {
  /** Shows `frame` in place of the one before. */
  paint(frame: Frame): string;
  /** Takes the frame away; what is written next stands where it stood. */
  erase(): string;
  /** Leaves the frame where it is, and goes to a new row below it. */
  leave(): string;
  /** Like `erase`, when the frame now begins that many rows above the cursor. */
  eraseFrom(rowsAbove: number): string;
  /** How the frame lies in the window. */
  readonly geometry: Omit<Resized, 'columns'>;
}

/** Synchronised output, where the terminal has it: no half-drawn frame is ever seen. */
const BEGIN = '\x1b[?2026h\x1b[?25l\x1b[?7l';
const END = '\x1b[?7h\x1b[?25h\x1b[?2026l';
const CLEAR_ROW = '\r\x1b[K';
const NOTHING: Frame = { rows: [], cursor: { row: 0, column: 0, before: '' } };

export function createPainter(): Painter {
  let shown = NOTHING;

  const clearFrom = (rowsAbove: number) => {
    const output = shown === NOTHING ? '' : `${up(rowsAbove)}\r${CLEAR_FROM_ROW}`;
    shown = NOTHING;
    return output;
  };

  return {
    paint(frame) {
      const output = changes(shown, frame);
      shown = frame;
      return BEGIN + output + END;
    },
    erase: () => clearFrom(shown.cursor.row),
    leave() {
      const output = shown === NOTHING ? '' : `${down(shown.rows.length - 1 - shown.cursor.row)}\r\n`;
      shown = NOTHING;
      return output;
    },
    eraseFrom: clearFrom,
    get geometry() {
      const { row, column } = shown.cursor;
      const widths = shown.rows.map(({ width }) => width);
      return { above: widths.slice(0, row), width: widths[row] ?? 0, column };
    },
  };
}

function changes(old: Frame, { rows, cursor }: Frame): string {
  let output = '';
  let at = old.cursor.row;
  let height = Math.max(1, old.rows.length);
  const goTo = (row: number) => {
    const reachable = Math.min(row, height - 1);
    // Only a newline makes a row where the screen ends.
    output += (reachable < at ? up(at - reachable) : down(reachable - at)) + '\r\n'.repeat(row - reachable);
    at = row;
    height = Math.max(height, row + 1);
  };

  if (rows.length < old.rows.length) {
    goTo(rows.length);
    output += `\r${CLEAR_FROM_ROW}`;
  }
  for (const [index, { content }] of rows.entries()) {
    if (content === old.rows[index]?.content) continue;
    goTo(index);
    output += CLEAR_ROW + content;
  }
  goTo(cursor.row);
  return `${output}\r${cursor.before}`;
}

const up = (rows: number) => (rows > 0 ? `\x1b[${rows}A` : '');
const down = (rows: number) => (rows > 0 ? `\x1b[${rows}B` : '');
