import { mayCutBetween } from '../cells.ts';
import { graphemes } from '../width.ts';
import { unpainted } from './runs.ts';

const TAB_STOPS = 8;

/**
 * A row that is final on the screen, and that text may still go on in. The terminal wraps it: what is wide and has no
 * room in the last column leaves that empty, and a tab goes no farther than there.
 */
export class OpenRow {
  /** What stands in it before the last character; tabs are the spaces that they were. */
  #text = '';
  #columns: number;
  /** The last character, and where it begins in its row of the screen. */
  #last = '';
  #start = 0;
  /** Where it ends: behind the last column, where the next one will wrap. */
  #end = 0;

  /** `row` without escape sequences, as it was written in a window of so many columns; tabs at its end don't count. */
  constructor(row: string, columns: number) {
    this.#columns = columns;
    this.#add(row.replace(/\t+$/, ''));
  }

  /** From the row below it: writes `rest`, painted, at its end, in a window of so many columns by now. */
  goOn(rest: string, columns: number): string {
    if (columns !== this.#columns) {
      const text = this.#text + this.#last;
      this.#columns = columns;
      this.#text = '';
      this.#last = '';
      this.#start = 0;
      this.#add(text);
    }
    // Behind the last column there is no place to go to, and a mark needs its letter right before it.
    const shown = unpainted(rest);
    const again = this.#end >= columns || !mayCutBetween(this.#last, shown);
    const place = again ? `${this.#start + 1}G${this.#last}` : `${this.#end + 1}G`;
    this.#add(shown);
    return `\x1b[A\x1b[${place}${rest}\n`;
  }

  /** What comes may join the last character: that one is placed anew. */
  #add(text: string): void {
    const again = this.#last + text;
    this.#last = '';
    this.#end = this.#start;
    for (const { text: character, width } of graphemes(again)) {
      if (character !== '\t') this.#place(character, width);
      else for (let stop = this.#stop; this.#end < stop; ) this.#place(' ', 1);
    }
  }

  /** Where a tab leads. */
  get #stop(): number {
    return Math.min(this.#end - (this.#end % TAB_STOPS) + TAB_STOPS, this.#columns - 1);
  }

  #place(character: string, width: number): void {
    if (this.#end + width > this.#columns) this.#end = 0;
    this.#start = this.#end;
    this.#end += width;
    this.#text += this.#last;
    this.#last = character;
  }
}
