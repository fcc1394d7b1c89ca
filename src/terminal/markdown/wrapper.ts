import { cellsOf, mayBreakBetween, mayCutBetween } from '../cells.ts';
import { paint, type Run, type Style } from './runs.ts';

/** Where a block stands: what each of its rows begins with, and how wide the window is. */
export interface Frame {
  readonly first: Prefix;
  readonly rest: Prefix;
  /** Of the window. */
  readonly columns: number;
}

export interface Prefix {
  /** Painted. */
  readonly text: string;
  readonly width: number;
}

const PIECES = /\n|[ \t]+|[^ \t\n]+/g;
const ASCII = /^[!-~]*$/;
/** Code points of a cluster that are kept together: what is waited for must not grow with the text. */
const LONGEST_CLUSTER = 32;

/**
 * Fills rows with words, breaking between words, and where a script has none, between characters. What was added in
 * how many pieces makes no difference.
 */
export class Wrapper {
  /** Rows that are full, painted; whoever takes them away shortens nothing else. */
  readonly rows: string[] = [];
  readonly #frame: Frame;
  #isFirst = true;
  #row: Run[] = [];
  #used = 0;
  /** Spaces before the word: shown only if the word stays in this row. */
  #gap: Run[] = [];
  #gapWidth = 0;
  /** What nothing may part, as far as it is known. */
  #word: Run[] = [];
  #wordWidth = 0;
  /** The last characters of the word, as long as one may follow that makes one cluster of them. */
  #cluster: Run[] = [];
  #clusterWidth = 0;
  #lastCharacter = '';

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  add({ text, style }: Run): void {
    for (const [piece] of text.matchAll(PIECES)) {
      if (piece === '\n') this.#endLine();
      else if (piece.charCodeAt(0) <= 0x20) this.#addSpace(piece, style);
      else if (ASCII.test(piece) && !isAboveAscii(this.#lastCharacter)) this.#addAscii(piece, style);
      else this.#addCharacters(piece, style);
    }
  }

  /** All rows as they would be if nothing came any more. The full ones are among them. */
  preview(): string[] {
    return this.isEmpty ? [...this.rows] : this.#copy().finish();
  }

  /** Whether there is nothing after the full rows. */
  get isEmpty(): boolean {
    return this.#row.length === 0 && this.#isWordEmpty;
  }

  finish(): string[] {
    this.#placeWord();
    if (this.#row.length > 0) this.#endRow();
    return this.rows;
  }

  /** A wrapper that goes on where this one is, without the rows that are full. */
  branch(): Wrapper {
    const branch = this.#copy();
    branch.rows.length = 0;
    return branch;
  }

  #copy(): Wrapper {
    const copy = new Wrapper(this.#frame);
    copy.rows.push(...this.rows);
    copy.#isFirst = this.#isFirst;
    copy.#row = [...this.#row];
    copy.#used = this.#used;
    copy.#gap = [...this.#gap];
    copy.#gapWidth = this.#gapWidth;
    copy.#word = [...this.#word];
    copy.#wordWidth = this.#wordWidth;
    copy.#cluster = [...this.#cluster];
    copy.#clusterWidth = this.#clusterWidth;
    copy.#lastCharacter = this.#lastCharacter;
    return copy;
  }

  get #width(): number {
    const { columns, first, rest } = this.#frame;
    return Math.max(1, columns - (this.#isFirst ? first : rest).width);
  }

  #addSpace(spaces: string, style: Style): void {
    this.#placeWord();
    const text = spaces.replaceAll('\t', ' ');
    this.#gap.push({ text, style });
    this.#gapWidth += text.length;
  }

  #addAscii(word: string, style: Style): void {
    this.#endCluster();
    let rest = word.slice(0, -1);
    while (this.#wordWidth + rest.length > this.#width) {
      const room = Math.max(0, this.#width - this.#wordWidth);
      this.#pushToWord(rest.slice(0, room), room, style);
      this.#cutWord();
      rest = rest.slice(room);
    }
    this.#pushToWord(rest, rest.length, style);
    this.#lastCharacter = word.slice(-1);
    this.#cluster.push({ text: this.#lastCharacter, style });
    this.#clusterWidth = 1;
  }

  #addCharacters(word: string, style: Style): void {
    for (const character of word) {
      if (!this.#isWordEmpty && mayBreakBetween(this.#lastCharacter, character)) this.#placeWord();
      else if (this.#mayEndCluster(character)) this.#endCluster();
      // A sequence between a letter and its mark would part them. A mark without a letter takes a column.
      const base = this.#cluster[0];
      this.#cluster.push({ text: character, style: base?.style ?? style });
      this.#clusterWidth += base === undefined ? Math.max(1, cellsOf(character)) : cellsOf(character);
      this.#lastCharacter = character;
    }
  }

  #mayEndCluster(next: string): boolean {
    return this.#cluster.length >= LONGEST_CLUSTER || mayCutBetween(this.#lastCharacter, next);
  }

  get #isWordEmpty(): boolean {
    return this.#word.length === 0 && this.#cluster.length === 0;
  }

  #endCluster(): void {
    const isTooWide = this.#clusterWidth > this.#width;
    if (!isTooWide && this.#wordWidth + this.#clusterWidth > this.#width) this.#cutWord();
    for (const { text, style } of this.#cluster) {
      const cells = isTooWide ? cellsOf(text) : 0;
      if (this.#wordWidth + cells > this.#width) this.#cutWord();
      this.#pushToWord(text, cells, style);
    }
    if (!isTooWide) this.#wordWidth += this.#clusterWidth;
    this.#cluster = [];
    this.#clusterWidth = 0;
  }

  #pushToWord(text: string, cells: number, style: Style): void {
    if (text === '') return;
    const last = this.#word.at(-1);
    if (last?.style === style) this.#word[this.#word.length - 1] = { text: last.text + text, style };
    else this.#word.push({ text, style });
    this.#wordWidth += cells;
  }

  /** Puts the word into this row, or, when there is no room, into the next. */
  #placeWord(): void {
    this.#endCluster();
    this.#lastCharacter = '';
    if (this.#word.length === 0) return;
    if (this.#used > 0 && this.#used + this.#gapWidth + this.#wordWidth > this.#width) this.#endRow();
    if (this.#used > 0) this.#row.push(...this.#gap);
    this.#used += (this.#used > 0 ? this.#gapWidth : 0) + this.#wordWidth;
    this.#row.push(...this.#word);
    this.#forgetGap();
    this.#forgetWord();
  }

  /** The word is as wide as a row: gives it one, and goes on with the word in the next. */
  #cutWord(): void {
    if (this.#word.length === 0) return;
    if (this.#used > 0) this.#endRow();
    this.#row = this.#word;
    this.#endRow();
    this.#forgetWord();
  }

  #endLine(): void {
    this.#placeWord();
    this.#endRow();
  }

  #endRow(): void {
    const { first, rest } = this.#frame;
    const prefix = this.#isFirst ? first : rest;
    this.rows.push(prefix.text + paint(this.#row));
    this.#isFirst = false;
    this.#row = [];
    this.#used = 0;
    this.#forgetGap();
  }

  #forgetGap(): void {
    this.#gap = [];
    this.#gapWidth = 0;
  }

  #forgetWord(): void {
    this.#word = [];
    this.#wordWidth = 0;
  }
}

/** The rows of `runs` in `frame`. */
export function wrap(runs: readonly Run[], frame: Frame): string[] {
  const wrapper = new Wrapper(frame);
  for (const run of runs) wrapper.add(run);
  return wrapper.finish();
}

/** A frame without a margin. */
export function bareFrame(columns: number): Frame {
  return { first: NO_PREFIX, rest: NO_PREFIX, columns };
}

export const NO_PREFIX: Prefix = { text: '', width: 0 };

function isAboveAscii(character: string): boolean {
  return character.charCodeAt(0) > 0x7e;
}
