import { mostCells } from '../cells.ts';
import { type BlockKind, Container, type Item, readFootnote, readItem, stripQuote } from './containers.ts';
import type { BlockStart } from './grammar.ts';
import type { Marks } from './marks.ts';
import type { Palette } from './palette.ts';
import { PLAIN, paint, withSgr } from './runs.ts';
import { type Frame, NO_PREFIX, type Prefix } from './wrapper.ts';

export interface OutlineLook {
  readonly palette: Palette;
  readonly marks: Marks;
}

/** What is left of a row for text, however deep it is nested. */
const LEAST_ROOM = 10;
/** The same in a row that shows marks for the first time. */
const LEAST_ROOM_WITH_MARKS = 4;
/** Deeper, a mark is text. */
const DEEPEST = 24;
const LONGEST_LABEL = 20;

/** The containers around the block at hand, and what they put before its rows and between blocks. */
export class Outline {
  readonly #look: OutlineLook;
  readonly #containers: Container[] = [new Container('root')];
  #hasBlankLine = false;
  #needsBlankRow = false;

  constructor(look: OutlineLook) {
    this.#look = look;
  }

  get depth(): number {
    return this.#containers.length;
  }

  /** How many containers, from the outermost, `line` belongs to, and what is left of it. */
  match(line: string): { readonly depth: number; readonly rest: string } {
    let rest = line;
    for (const [depth, container] of this.#containers.entries()) {
      const stripped = container.strip(rest);
      if (stripped === undefined) return { depth, rest };
      rest = stripped;
    }
    return { depth: this.depth, rest };
  }

  /** A blank line between blocks. */
  noteBlankLine(): void {
    this.#hasBlankLine = true;
  }

  /** A block begins: tells the distance to the one before. */
  begin(kind: BlockKind): void {
    const parent = this.#innermost;
    if (parent.last !== undefined) {
      const isTight = parent.kind === 'item' || parent.kind === 'footnote';
      const isApart = isTight
        ? kind === 'verbatim' || parent.last === 'verbatim'
        : kind !== parent.last || kind === 'text' || kind === 'verbatim' || kind === 'quote';
      this.#needsBlankRow ||= isApart || this.#hasBlankLine;
    }
    this.#hasBlankLine = false;
    parent.last = kind;
    if (kind !== 'item') parent.list = undefined;
  }

  /** The block that has begun turned out to be of another kind. */
  turn(kind: BlockKind): void {
    this.#innermost.last = kind;
  }

  /** Enters the container that `line`, a block of this `type`, begins, and gives what is in it; undefined: none. */
  enter(line: string, type: BlockStart['type']): string | undefined {
    if (this.depth > DEEPEST) return undefined;
    const footnote = type === 'footnote' ? readFootnote(line) : undefined;
    if (footnote !== undefined) {
      this.#enterFootnote(footnote.label);
      return footnote.content;
    }
    if (type === 'quote') {
      this.#enterQuote();
      return stripQuote(line);
    }
    const item = type === 'item' ? readItem(line) : undefined;
    if (item !== undefined) this.#enterItem(item);
    return item?.content;
  }

  /** Leaves all containers but the outermost `depth`; gives the rows of those that held nothing. */
  leave(depth: number, columns: number): string[] {
    const rows: string[] = [];
    while (this.depth > depth) {
      if (!this.#innermost.isStarted) rows.push(...this.#gap(), this.frame(columns).first.text.trimEnd());
      const left = this.#containers.pop();
      // Code at the margin would run into what follows its item.
      if (left?.last === 'verbatim') this.#needsBlankRow = true;
    }
    return rows;
  }

  /** The rows that part the block that begins from the one before: none or a blank one. */
  takeGap(): string[] {
    return this.#gap();
  }

  /** Where the rows of a block that begins here stand. The containers have begun with it. */
  frame(columns: number): Frame {
    let first = NO_PREFIX;
    let rest = NO_PREFIX;
    // The innermost first: where the window is too narrow for all, the outer ones give way.
    for (const container of this.#containers.toReversed()) {
      const room = columns - rest.width - container.rest.width;
      if (room >= (container.isStarted ? LEAST_ROOM : LEAST_ROOM_WITH_MARKS)) {
        first = join(container.isStarted ? container.rest : container.first, first);
        rest = join(container.rest, rest);
      }
      container.isStarted = true;
    }
    return { first, rest, columns };
  }

  /** Whether the next row has to show marks that no row has shown yet. */
  get hasNewMarks(): boolean {
    return this.#containers.some(({ isStarted, kind }) => !isStarted && kind !== 'root');
  }

  #enterQuote(): void {
    this.begin('quote');
    const bar = this.#painted(this.#look.marks.bar);
    this.#containers.push(new Container('quote', bar, bar));
  }

  #enterItem({ delimiter, number: ownNumber, indent, done }: Item): void {
    const parent = this.#innermost;
    const continues = parent.last === 'item' && parent.list?.delimiter === delimiter;
    if (parent.last === 'item' && !continues) this.#needsBlankRow = true;
    this.begin('item');
    const number =
      ownNumber === undefined ? 0 : continues && parent.list ? parent.list.number + 1 : ownNumber;
    parent.list = { delimiter, number };
    const { bullets } = this.#look.marks;
    const level = this.#containers.filter(({ kind }) => kind === 'item').length;
    const bullet = bullets[level % bullets.length] ?? bullets[0];
    const mark = ownNumber === undefined ? bullet : `${number}${delimiter}`;
    const box = done === undefined ? undefined : done ? '[x]' : '[ ]';
    const shown = box === undefined ? mark : ownNumber === undefined ? box : `${mark} ${box}`;
    const first = this.#painted(shown);
    this.#containers.push(new Container('item', first, blank(first), indent));
  }

  #enterFootnote(label: string): void {
    this.begin('footnote');
    const first = this.#painted(`[^${label.slice(0, LONGEST_LABEL)}]:`);
    this.#containers.push(new Container('footnote', first, blank(first), 4));
  }

  get #innermost(): Container {
    return this.#containers.at(-1) ?? new Container('root');
  }

  #gap(): string[] {
    if (!this.#needsBlankRow) return [];
    this.#needsBlankRow = false;
    const started = this.#containers.filter(({ isStarted }) => isStarted);
    return [started.reduce((row, { rest }) => row + rest.text, '').trimEnd()];
  }

  #painted(mark: string): Prefix {
    const style = withSgr(PLAIN, this.#look.palette.marker);
    return { text: `${paint([{ text: mark, style }])} `, width: mostCells(mark) + 1 };
  }
}

function blank({ width }: Prefix): Prefix {
  return { text: ' '.repeat(width), width };
}

function join(outer: Prefix, inner: Prefix): Prefix {
  return { text: outer.text + inner.text, width: outer.width + inner.width };
}
