import { mayCutBetween } from '../cells.ts';
import { CLEAR_FROM_ROW } from '../clear-below.ts';
import type { Screen } from './leaf.ts';
import { OpenRow } from './open-row.ts';
import { unpainted } from './runs.ts';

/** Rows that changed since the last time. */
export interface Update {
  /** Goes to the end of the last row. */
  readonly rest: string;
  readonly final: readonly string[];
  /** The rows after the final ones, which may yet change. */
  readonly live: readonly string[];
}

const ASCII = /^[ -~]*$/;

/**
 * Writes rows below each other, and keeps the live ones as they should be: goes up to the first that changed, no
 * farther than the window reaches, and writes from there. Relative moves alone: where the cursor is on the screen is
 * nobody's business. In between it rests at the beginning of the empty row below: some terminals cut the row of the
 * cursor off when the window gets narrower.
 */
export class ScreenPainter {
  /** Live rows on the screen. */
  #live: readonly string[] = [];
  /** Live rows that have no room in the window, and so could not be rewritten: they wait until they are final. */
  #held: readonly string[] = [];
  /** The final row that somebody may go on in. */
  #last: OpenRow | undefined;
  /** Whether the row of the cursor is ours: what stands there was typed meanwhile, and echoed by the terminal. */
  #isBelow = false;

  /** How many live rows are on the screen. */
  get height(): number {
    return this.#live.length;
  }

  /** What to write for `update`. */
  paint({ rest, final, live }: Update, { columns, rows }: Screen): string {
    const room = Math.max(0, rows - 1);
    const old = this.#live;
    this.#live = live.slice(0, room);
    this.#held = live.slice(room);
    const shown = [...final, ...this.#live];
    const ended = rest === '' ? '' : (this.#last?.goOn(rest, columns) ?? endedRow(rest));
    return this.#withoutEcho(ended + rewritten(old, shown, columns));
  }

  /** The live rows, laid out for so many columns, are final as they are; gives those that still have to be written. */
  settle(columns: number): string {
    const last = this.#held.at(-1) ?? this.#live.at(-1);
    if (last !== undefined) this.#last = new OpenRow(unpainted(last), columns);
    const written = this.#held.map(endedRow).join('');
    this.#live = [];
    this.#held = [];
    return this.#withoutEcho(written);
  }

  /** Somebody else has written below the live rows: all of them will be written again, below that. */
  forget(): void {
    this.#live = [];
    this.#last = undefined;
    this.#isBelow = false;
  }

  /** Rows begin at the left; an echo is no part of them. The shell, which gets what was typed, shows it again. */
  #withoutEcho(written: string): string {
    if (written === '' || !this.#isBelow) {
      this.#isBelow ||= written !== '';
      return written;
    }
    return `\x1b[G\x1b[K${written}`;
  }
}

function endedRow(row: string): string {
  return `${row}\n`;
}

/** From the row below the `old` rows: makes them the `rows`, touching only what is different. */
function rewritten(old: readonly string[], rows: readonly string[], columns: number): string {
  let same = 0;
  while (same < old.length && old[same] === rows[same]) same += 1;
  const up = old.length - same;
  const start = up > 0 ? `\x1b[${up}A` : '';
  // A row that the terminal wraps moves all below it, so that none of them is where it was.
  const moves = rows.length < old.length || rows.slice(same, old.length).some((row) => row.length > columns);
  if (moves) return `${start}${CLEAR_FROM_ROW}${rows.slice(same).map(endedRow).join('')}`;
  const written = rows.slice(same).map((row, index) => {
    const before = old[same + index];
    if (before === undefined) return endedRow(row);
    if (before === row) return '\n';
    return (row.startsWith(before) && grown(before, row, columns)) || `\x1b[2K${endedRow(row)}`;
  });
  return start + written.join('');
}

/**
 * Writes the end of a row alone. That is less, and, where the window has been resized and nobody has told us yet,
 * doubles nothing. Undefined where terminals may differ on where that end is.
 */
function grown(before: string, row: string, columns: number): string | undefined {
  const shown = unpainted(before);
  const end = row.slice(before.length);
  // A mark needs its letter right before it.
  if (!ASCII.test(shown) || shown.length >= columns || !mayCutBetween('', end)) return undefined;
  return `\x1b[${shown.length + 1}G${endedRow(end)}`;
}
