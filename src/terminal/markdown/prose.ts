import type { Token } from 'markdown-it';
import type { InlineParse } from './inline-parse.ts';
import { type InlineLook, renderInline } from './inline-render.ts';
import { continued, type Screen, type TextLeaf, textBudget } from './leaf.ts';
import type { Run, Style } from './runs.ts';
import { type Frame, Wrapper } from './wrapper.ts';

export interface ProseOptions {
  readonly frame: Frame;
  readonly screen: Screen;
  readonly style: Style;
  readonly look: InlineLook;
  readonly parse: (source: string) => InlineParse;
}

/** What may change what the text before it means; after anything else a shown text only grows. */
const MEANINGFUL = /[\n$&)*/<>[\\\]_`~]/;
/** The same where no link is open. */
const MEANINGFUL_OUTSIDE_LINKS = /[\n$&*/<>[\\\]_`~]/;
/** Marks whose meaning the next character tells. */
const UNDECIDED_MARKS = /[*_~`\\]+$/;
const CLOSING_HASHES = /(?:^|[ \t]+)#+[ \t]*$/;
/** Spaces, and characters of scripts without spaces. */
const ENDS_WORD = /[\s\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]/;
const NO_MARK = /[^*_~`\\]/;
/** Moving the settled part on costs a parse: it should be worth it. */
const WORTH_SETTLING = 120;
/** The longer the tail is, the more has to come before it is parsed again: by this part of its length. */
const PATIENCE = 1 / 8;
const PATIENT_FROM = 64;
/** Of a text that opens more than this the marks are most likely none. */
const MOST_PRESUMED = 6;

/**
 * A paragraph or a heading. Only its tail is parsed again when more comes: the part that later text can still change,
 * never longer than the budget. Where a mark stays open for longer than that, it is taken for text.
 */
export class Prose implements TextLeaf {
  #options: ProseOptions;
  #budget: number;
  /** Everything so far, while it is short enough to become a heading or a table yet. */
  #source: string | undefined = '';
  #final: string[] = [];
  #settled: Wrapper;
  #tail = '';
  /** The settled part and a preview of the tail. */
  #shown: Wrapper;
  /** What plain text looks like that is added to the tail; undefined when the tail has to be parsed again. */
  #growing: Style | undefined;
  /** Whether what is shown is what a parse would give, not a guess until there is more to parse. */
  #isExact = true;
  #hasOpenBracket = false;
  #parsedLength = 0;
  #last = '';
  /** The rest of a word of which the beginning, and its last character, is final on the screen; ends before `end`. */
  #word: { before: string; text: string; end: RegExp } | undefined;
  /** What that showed. */
  #rest = '';
  /** The marks of what was open on the final rows: they open it again right before the text that follows. */
  #reopening = '';
  /** The marks that the shown text leaves out. */
  #hidden = { opening: '', undecided: '' };

  constructor(options: ProseOptions) {
    this.#options = options;
    this.#budget = textBudget(options.frame, options.screen);
    this.#settled = new Wrapper(options.frame);
    this.#shown = this.#settled.branch();
  }

  /** What was written so far; undefined when it is too long to become anything else. */
  get source(): string | undefined {
    return this.#source;
  }

  append(text: string): void {
    let rest = text;
    if (this.#word !== undefined) {
      const end = rest.search(this.#word.end);
      this.#word.text += end < 0 ? rest : rest.slice(0, end);
      if (this.#word.text.length > this.#budget) {
        this.#rest += this.#word.text;
        this.#word.text = '';
      }
      if (end < 0) return;
      rest = rest.slice(end);
      this.#endWord(rest.charAt(0).trim());
    }
    this.#last = text.at(-1) ?? this.#last;
    if (/\S/.test(rest)) {
      rest = rest.replace(/^\s*/, (space) => space + this.#reopening);
      this.#reopening = '';
    }
    if (this.#source !== undefined) {
      this.#source += rest;
      if (this.#source.length > this.#budget) this.#source = undefined;
    }
    while (rest !== '') {
      const piece = rest.slice(0, this.#budget - this.#tail.length);
      rest = rest.slice(piece.length);
      this.#tail += piece;
      this.#grow(piece);
      if (this.#tail.length >= this.#budget) this.#settle(this.#options.parse(this.#tail).settled, true);
    }
  }

  endLine(): void {}

  /** A heading's closing marks are no text. */
  dropClosingHashes(): void {
    this.#tail = this.#tail.replace(CLOSING_HASHES, '');
  }

  finish(): void {
    this.#endWord('');
    for (const run of this.#render(this.#options.parse(this.#tail).tokens)) this.#settled.add(run);
    this.#tail = '';
    this.#source = undefined;
    this.#growing = undefined;
    this.#final.push(...this.#settled.finish());
    this.#settled = new Wrapper(this.#options.frame);
  }

  takeFinal(): string[] {
    if (this.#source === undefined) this.#final.push(...this.#settled.rows.splice(0));
    const final = this.#final;
    this.#final = [];
    return final;
  }

  live(): readonly string[] {
    if (this.#growing === undefined) this.#show();
    return [...this.#settled.rows, ...this.#shown.preview()];
  }

  settle(screen: Screen): void {
    const frame = continued(this.#options.frame, screen.columns);
    this.#options = { ...this.#options, frame, screen };
    this.#budget = textBudget(frame, screen);
    this.#source = undefined;
    this.#settled = new Wrapper(frame);
    this.#growing = undefined;
    // Settled before in the same word: nothing has been shown since.
    if (this.#word !== undefined) return;
    const { opening, undecided } = this.#hidden;
    const before = undecided === '' ? this.#last : (this.#tail.at(-undecided.length - 1) ?? '');
    this.#tail = '';
    this.#reopening += opening;
    if (before.trim() !== '') {
      this.#word = { before, text: undecided, end: ENDS_WORD.test(before) ? NO_MARK : ENDS_WORD };
    } else if (undecided !== '') {
      this.#tail = this.#reopening + undecided;
      this.#reopening = '';
    }
  }

  takeRest(): string {
    const rest = this.#rest;
    this.#rest = '';
    return rest;
  }

  /** Gives the rest of the word to the row it is in, as what it means between its last character and the `next`. */
  #endWord(next: string): void {
    if (this.#word === undefined) return;
    const { text } = this.#word;
    const before = this.#word.before.replace(MEANINGFUL, 'x');
    const { tokens, opening, openings } = this.#presume(this.#reopening + before + text + next);
    const runs = this.#render(tokens);
    const shown = runs.map((run) => run.text.replace('\n', ' ')).join('');
    // Marks are shown where there are no colours, and where they open nothing.
    const isTold = shown.startsWith(before) && shown.endsWith(next) && !openings.some(({ closer }) => closer);
    this.#rest += isTold ? shown.slice(1, -next.length || undefined) : text;
    this.#reopening = opening;
    this.#word = undefined;
  }

  /** Shows more of the tail, if that can be told without parsing it again. */
  #grow(piece: string): void {
    if (this.#growing === undefined) return;
    const meaningful = this.#hasOpenBracket ? MEANINGFUL : MEANINGFUL_OUTSIDE_LINKS;
    const isExact = this.#isExact && !meaningful.test(piece);
    if (!isExact && this.#tail.length >= this.#parsedLength + this.#patience) {
      this.#growing = undefined;
      return;
    }
    const text = this.#hidden.undecided + piece;
    this.#shown.add({ text: text.replaceAll('\n', ' '), style: this.#growing });
    this.#hidden.undecided = '';
    this.#isExact = isExact;
  }

  /** Takes what nothing can change any more out of the tail. */
  #settle(length: number, force: boolean): void {
    const end =
      length === 0 && force ? this.#tail.length - (/[\ud800-\udbff]$/.test(this.#tail) ? 1 : 0) : length;
    const { tokens } = this.#options.parse(this.#tail.slice(0, end));
    for (const run of this.#render(tokens)) this.#settled.add(run);
    this.#tail = this.#tail.slice(end);
    this.#growing = undefined;
  }

  /** How many characters have to come before the tail is parsed again. */
  get #patience(): number {
    return this.#tail.length < PATIENT_FROM ? 0 : this.#tail.length * PATIENCE;
  }

  #render(tokens: readonly Token[]): Run[] {
    return renderInline(tokens, this.#options.style, this.#options.look);
  }

  /** Parses `source` as if what is open, by `opening`, were closed: a bold text is bold before its end has come. */
  #presume(source: string, parsed = this.#options.parse(source)): InlineParse & { opening: string } {
    const opening = presumable(source, parsed);
    if (opening === '') return { ...parsed, opening };
    const text = source.trimEnd();
    const closing = [...opening].reverse().join('');
    return { ...this.#options.parse(text + closing + source.slice(text.length)), opening };
  }

  /** Shows the tail. */
  #show(): void {
    const undecided = UNDECIDED_MARKS.exec(this.#tail)?.[0] ?? '';
    const source = this.#tail.slice(0, this.#tail.length - undecided.length);
    const parsed = this.#options.parse(source);
    if (parsed.settled >= WORTH_SETTLING) {
      this.#settle(parsed.settled, false);
      this.#show();
      return;
    }
    const { opening, tokens, openings } = this.#presume(source, parsed);
    this.#hidden = { opening, undecided };
    const runs = this.#render(tokens);
    this.#shown = this.#settled.branch();
    for (const run of runs) this.#shown.add(run);
    const last = runs.at(-1);
    const grows =
      undecided === '' && /[\p{L}\p{N}\s,.]$/u.test(source) && last?.text.at(-1) === source.at(-1);
    const style = last?.style.url === '' ? last.style : this.#options.style;
    this.#isExact = grows && tokens.at(-1)?.type !== 'link_close';
    this.#growing = this.#isExact || this.#patience > 0 ? style : undefined;
    this.#hasOpenBracket = openings.some(({ closer }) => closer === '');
    this.#parsedLength = this.#tail.length;
  }
}

/** The marks that open something in `source` which will most likely be closed: not the `*` of `2*3`. */
function presumable(source: string, { openings }: InlineParse): string {
  let marks = '';
  if (openings.length > MOST_PRESUMED) return marks;
  for (const { position, closer } of openings) {
    const before = source[position - 1] ?? '';
    const isAlone = closer !== '`' && before !== closer && source[position + 1] !== closer;
    if (isAlone && /\w/.test(before)) continue;
    marks += closer;
    if (closer.startsWith('`')) break;
  }
  return marks;
}
