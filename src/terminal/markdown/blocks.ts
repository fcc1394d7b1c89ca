import type { PaintLine } from './code.ts';
import { type BlockKind, dedent, isBlank } from './containers.ts';
import type { Grammar, TableStart } from './grammar.ts';
import type { Screen } from './leaf.ts';
import { LeafFactory, type Look, type OpenLeaf } from './leaves.ts';
import { type Fence, mathCloser, readFence } from './line-readers.ts';
import { Outline } from './outline.ts';
import { continuesLazily, turnParagraph } from './paragraph-lines.ts';
import type { Frame } from './wrapper.ts';

export interface BlocksOptions {
  readonly grammar: Grammar;
  readonly look: Look;
  /** Paints code of a language; undefined: it has to be loaded before. */
  readonly painterOf: (language: string) => PaintLine | undefined;
  readonly screen: Screen;
  /** Whether unfinished blocks are shown and rewritten. */
  readonly rewrites: boolean;
}

const plainLine: PaintLine = (line) => line;

/**
 * The blocks of one answer, built as CommonMark's own strategy builds them (spec, appendix A), line by line; but
 * only the open ones are kept: of the others there are rows.
 */
export class Blocks {
  readonly #grammar: Grammar;
  readonly #painterOf: BlocksOptions['painterOf'];
  readonly #leaves: LeafFactory;
  readonly #outline: Outline;
  readonly #showsFences: boolean;
  #screen: Screen;
  #open: OpenLeaf | undefined;
  /** Where the open leaf stands. */
  #frame: Frame;
  /** Where the last line of the open paragraph begins in its source. */
  #lineStart = 0;
  #final: string[] = [];
  #rest = '';
  #waiting: Fence | undefined;
  /** What shows the end of the open block of code. */
  #closingMark: string[] = [];

  constructor({ grammar, look, painterOf, screen, rewrites }: BlocksOptions) {
    this.#grammar = grammar;
    this.#painterOf = painterOf;
    this.#screen = screen;
    this.#leaves = new LeafFactory(grammar, look, rewrites);
    this.#outline = new Outline(look);
    this.#frame = this.#outline.frame(screen.columns);
    this.#showsFences = !look.palette.colors;
  }

  /** What the next line may be: text of any kind, more code, or something that only a whole line tells. */
  get expects(): 'anything' | 'code' | 'whole lines' {
    const type = this.#open?.type;
    return type === 'code' ? 'code' : type === 'table' || type === 'math' ? 'whole lines' : 'anything';
  }

  /** The language that has to be loaded before the next line. */
  get awaitedLanguage(): string | undefined {
    return this.#waiting?.language;
  }

  /** Goes on after the awaited language was loaded, or could not be. */
  resume(): void {
    if (this.#waiting === undefined) return;
    const paint = this.#painterOf(this.#waiting.language) ?? plainLine;
    this.#open = this.#leaves.fence(this.#waiting, paint, this.#screen);
    this.#waiting = undefined;
  }

  /** Reads a line, or, when it is not `whole`, a beginning that tells what it is: the rest is appended. */
  readLine(line: string, whole: boolean): void {
    const { depth, rest } = this.#outline.match(line);
    if (depth < this.#outline.depth) {
      const isText = this.#open?.type === 'paragraph' && !isBlank(rest);
      if (isText && continuesLazily(this.#grammar, rest)) {
        this.#continueParagraph(rest);
        return;
      }
      this.#closeTo(depth);
    } else if (this.#continues(rest, whole)) {
      return;
    }
    this.#begin(rest, whole);
  }

  /** Begins a line in a block of code; false: the line is none of it, and the block is closed. */
  beginCodeLine(head: string): boolean {
    const { depth, rest } = this.#outline.match(head);
    const open = depth === this.#outline.depth ? this.#open : undefined;
    if (open?.type === 'code' && open.reader.begin(rest)) return true;
    this.#closeTo(depth);
    return false;
  }

  /** More of the line that was begun. */
  append(text: string): void {
    const open = this.#open;
    if (open !== undefined && open.type !== 'table') open.leaf.append(text);
  }

  /** The line that was begun is complete. */
  endText(): void {
    const open = this.#open;
    if (open?.type === 'heading') {
      open.leaf.dropClosingHashes();
      this.#closeLeaf();
    } else if (open !== undefined && open.type !== 'table') {
      open.leaf.endLine();
    }
  }

  end(): void {
    this.#closeTo(1);
  }

  takeFinal(): string[] {
    if (this.#open !== undefined) this.#final.push(...this.#open.leaf.takeFinal());
    const final = this.#final;
    this.#final = [];
    return final;
  }

  live(): readonly string[] {
    return this.#open === undefined || this.#mayBeHeader ? [] : this.#open.leaf.live();
  }

  /** The window has another size. With `keeps`, what is live stays as it is on the screen. */
  settle(screen: Screen, keeps: boolean): void {
    this.#screen = screen;
    if (!keeps || this.#open === undefined) return;
    this.#frame = { ...this.#frame, columns: screen.columns };
    if (this.#open.type === 'paragraph' && this.#mayBeHeader) {
      const { source = '' } = this.#open.leaf;
      this.#open = this.#leaves.paragraph(this.#frame, screen);
      this.append(source);
    } else {
      this.#open.leaf.settle(screen);
    }
  }

  /** See Leaf. */
  takeRest(): string {
    const rest = this.#rest + (this.#open?.leaf.takeRest() ?? '');
    this.#rest = '';
    return rest;
  }

  /** A line in bars is most likely a table's first: better shown a line later than twice. */
  get #mayBeHeader(): boolean {
    if (this.#open?.type !== 'paragraph') return false;
    const { source } = this.#open.leaf;
    return source?.startsWith('|') === true && !source.includes('\n');
  }

  /** Whether `line` belongs to the open leaf; where it does not, the leaf is closed. */
  #continues(line: string, whole: boolean): boolean {
    const open = this.#open;
    if (open === undefined) return false;
    if ('reader' in open) {
      const verdict = open.reader.take(line);
      if (verdict !== 'taken') this.#closeLeaf();
      if (verdict === 'last') this.#final.push(...this.#closingMark.splice(0));
      return verdict !== 'refused';
    }
    if (!isBlank(line) && this.#continueOrTurn(line, whole)) return true;
    this.#closeLeaf();
    return false;
  }

  /** A line after a paragraph's: more of it, or what makes a heading or a table of it; else false. */
  #continueOrTurn(line: string, whole: boolean): boolean {
    if (this.#open?.type !== 'paragraph') return false;
    const { source } = this.#open.leaf;
    const turn = turnParagraph(this.#grammar, line, whole ? source : undefined, this.#lineStart);
    if (turn.type === 'end') return false;
    if (turn.type === 'text') {
      this.#continueParagraph(line);
    } else if (turn.type === 'table') {
      this.#turnIntoTable(turn.table, turn.before);
    } else {
      this.#open = this.#leaves.heading(turn.level, this.#frame, this.#screen);
      this.append(source ?? '');
      this.#closeLeaf();
    }
    return true;
  }

  #turnIntoTable(table: TableStart, before: string): void {
    if (before !== '') {
      this.#open = this.#leaves.paragraph(this.#frame, this.#screen);
      this.append(before);
      this.#closeLeaf();
      this.#place('verbatim');
    }
    this.#outline.turn('verbatim');
    this.#open = this.#leaves.table(table, this.#frame, this.#screen);
  }

  #continueParagraph(line: string): void {
    if (this.#open?.type !== 'paragraph') return;
    this.#open.leaf.append('\n');
    this.#lineStart = this.#open.leaf.source?.length ?? 0;
    this.#open.leaf.append(line.trimStart());
  }

  /** Begins what `line` begins: containers, and in them a leaf. */
  #begin(line: string, whole: boolean): void {
    let content = line;
    if (isBlank(content)) this.#outline.noteBlankLine();
    while (!isBlank(content)) {
      const inner = this.#outline.enter(content, this.#grammar.startOf(content).type);
      if (inner === undefined) {
        this.#beginLeaf(content, whole);
        break;
      }
      content = inner;
    }
  }

  #beginLeaf(line: string, whole: boolean): void {
    const start = this.#grammar.startOf(line);
    const closer = whole ? mathCloser(line) : undefined;
    const fence = whole && start.type === 'fence' ? readFence(line) : undefined;
    if (fence !== undefined) {
      this.#placeVerbatim();
      if (this.#showsFences) {
        this.#final.push(fence.mark + fence.language);
        this.#closingMark = [fence.mark];
      }
      this.#waiting = fence;
      if (this.#painterOf(fence.language) !== undefined) this.resume();
    } else if (closer !== undefined) {
      this.#placeVerbatim();
      this.#open = this.#leaves.math(closer, this.#screen);
      this.append(line);
      this.endText();
    } else if (start.type === 'indented') {
      this.#placeVerbatim();
      this.#open = this.#leaves.indented(this.#screen);
      this.append(dedent(line, 4) ?? line);
      if (whole) this.endText();
    } else if (start.type === 'heading') {
      this.#place('text');
      this.#open = this.#leaves.heading(start.level, this.#frame, this.#screen);
      this.append(line.replace(/^ {0,3}#{1,6}[ \t]*/, ''));
      if (whole) this.endText();
    } else if (whole && start.type === 'rule') {
      this.#place('text');
      this.#final.push(this.#leaves.rule(this.#frame));
    } else if (whole && start.type === 'definition') {
      this.#grammar.define(line);
      this.#place('definition');
      this.#final.push(...this.#leaves.definition(line, this.#frame));
    } else {
      this.#place('text');
      this.#open = this.#leaves.paragraph(this.#frame, this.#screen);
      this.#lineStart = 0;
      this.append(line.trimStart());
    }
  }

  #place(kind: BlockKind): void {
    this.#outline.begin(kind);
    this.#final.push(...this.#outline.takeGap());
    this.#frame = this.#outline.frame(this.#screen.columns);
  }

  /** Code stands at the margin; marks of the blocks around it get a row of their own. */
  #placeVerbatim(): void {
    const hasNewMarks = this.#outline.hasNewMarks;
    this.#place('verbatim');
    if (hasNewMarks) this.#final.push(this.#frame.first.text.trimEnd());
  }

  #closeLeaf(): void {
    if (this.#open === undefined) return;
    const { leaf } = this.#open;
    leaf.finish();
    this.#rest += leaf.takeRest();
    this.#final.push(...leaf.takeFinal());
    if (this.#open.type === 'code' && this.#open.reader.endsBlank) this.#outline.noteBlankLine();
    this.#open = undefined;
  }

  #closeTo(depth: number): void {
    this.#closeLeaf();
    this.#final.push(...this.#outline.leave(depth, this.#screen.columns));
  }
}
