import { cellsOf } from '../cells.ts';
import type { Screen, TextLeaf } from './leaf.ts';

/** Paints one line of code after the other, so that it may remember what is open. */
export type PaintLine = (line: string) => string;

const TAB_STOPS = 8;
/** Terminals that wrap anew forget them: nothing was written there. */
const ENDING_TABS = /\t+$/;
/** Longer lines are data, and painting them would hold the terminal up. */
const LONGEST_PAINTED = 2000;

/**
 * Lines of code: without margin, numbers or breaks of ours, so that what is copied is what was sent. A line is final
 * when it is complete; until then as much of it is shown as fits into one row, in plain.
 */
export class Code implements TextLeaf {
  readonly #paint: PaintLine;
  #columns: number;
  #final: string[] = [];
  /** The pieces of the unfinished line: joining them at each would take ever longer. */
  #pieces: string[] = [];
  #preview = '';
  #previewCells = 0;
  #isPreviewFull = false;
  /** The beginning of this line is final on the screen: what follows is written behind it as it comes. */
  #isBegun = false;
  #rest = '';

  constructor(paint: PaintLine, { columns }: Screen) {
    this.#paint = paint;
    this.#columns = columns;
  }

  append(text: string): void {
    this.#pieces.push(text);
    if (this.#isBegun) this.#rest += text;
    else this.#extendPreview(text);
  }

  endLine(): void {
    const line = this.#pieces.join('');
    const painted = line.length > LONGEST_PAINTED ? line : this.#paint(line);
    if (!this.#isBegun) this.#final.push(painted);
    this.#forgetLine();
  }

  finish(): void {
    if (this.#pieces.length > 0) this.endLine();
  }

  takeFinal(): string[] {
    const final = this.#final;
    this.#final = [];
    return final;
  }

  live(): readonly string[] {
    return this.#preview === '' ? [] : [this.#preview];
  }

  settle({ columns }: Screen): void {
    if (this.#preview !== '') {
      const { length } = this.#preview.replace(ENDING_TABS, '');
      this.#rest += this.#pieces.join('').slice(length);
      this.#isBegun = true;
      this.#preview = '';
    }
    this.#columns = columns;
  }

  takeRest(): string {
    const rest = this.#rest.replace(ENDING_TABS, '');
    this.#rest = this.#isBegun ? this.#rest.slice(rest.length) : '';
    return rest;
  }

  #extendPreview(text: string): void {
    if (this.#isPreviewFull) return;
    for (const character of text) {
      const cells = character === '\t' ? TAB_STOPS - (this.#previewCells % TAB_STOPS) : cellsOf(character);
      // The last column stays free: after it terminals differ on where the cursor is.
      if (this.#previewCells + cells >= this.#columns) {
        this.#isPreviewFull = true;
        return;
      }
      this.#preview += character;
      this.#previewCells += cells;
    }
  }

  #forgetLine(): void {
    this.#pieces = [];
    this.#preview = '';
    this.#previewCells = 0;
    this.#isPreviewFull = false;
    this.#isBegun = false;
  }
}
