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
  /** The rest of a word of which the beginning is final on the screen. */
  #rest = '';
  #isInRest = false;
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
    if (this.#isInRest) {
      const end = rest.search(ENDS_WORD);
      this.#rest += end < 0 ? rest : rest.slice(0, end);
      if (end < 0) return;
      this.#isInRest = false;
      rest = rest.slice(end);
    }
    this.#last = text.at(-1) ?? this.#last;
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
    if (this.#isInRest) return;
    const { opening, undecided } = this.#hidden;
    const last = undecided === '' ? this.#last : (this.#tail.at(-undecided.length - 1) ?? '');
    this.#isInRest = last !== '' && !ENDS_WORD.test(last);
    this.#tail = opening + (this.#isInRest ? '' : undecided);
    if (this.#isInRest) this.#rest += undecided;
  }

  takeRest(): string {
    const rest = this.#rest;
    this.#rest = '';
    return rest;
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

  /** Parses the tail as if what is open were closed: a bold text is bold before its end has come. */
  #show(): void {
    let undecided = UNDECIDED_MARKS.exec(this.#tail)?.[0] ?? '';
    let source = this.#tail.slice(0, this.#tail.length - undecided.length);
    let parsed = this.#options.parse(source);
    if (parsed.settled >= WORTH_SETTLING) {
      this.#settle(parsed.settled, false);
      undecided = UNDECIDED_MARKS.exec(this.#tail)?.[0] ?? '';
      source = this.#tail.slice(0, this.#tail.length - undecided.length);
      parsed = this.#options.parse(source);
    }
    const opening = presumable(source, parsed);
    this.#hidden = { opening, undecided };
    if (opening !== '') {
      const text = source.trimEnd();
      const closing = [...opening].reverse().join('');
      parsed = this.#options.parse(text + closing + source.slice(text.length));
    }
    const runs = this.#render(parsed.tokens);
    this.#shown = this.#settled.branch();
    for (const run of runs) this.#shown.add(run);
    const last = runs.at(-1);
    const grows =
      undecided === '' && /[\p{L}\p{N}\s,.]$/u.test(source) && last?.text.at(-1) === source.at(-1);
    const style = last?.style.url === '' ? last.style : this.#options.style;
    this.#isExact = grows && parsed.tokens.at(-1)?.type !== 'link_close';
    this.#growing = this.#isExact || this.#patience > 0 ? style : undefined;
    this.#hasOpenBracket = parsed.openings.some(({ closer }) => closer === '');
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
