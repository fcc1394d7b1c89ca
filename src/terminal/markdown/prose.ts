import { continued, type Screen, type TextLeaf, textBudget } from './leaf.ts';
import { paint, type Run, type Style, textOf } from './runs.ts';
import { type Reading, Tail } from './tail.ts';
import { type Frame, Wrapper } from './wrapper.ts';

export interface ProseOptions extends Reading {
  readonly frame: Frame;
  readonly screen: Screen;
}

/** What may change what the text before it means; after anything else a shown text only grows. */
const MEANINGFUL = /[\n$&)*/<>[\\\]_`~]/;
/** The same where no link is open. */
const MEANINGFUL_OUTSIDE_LINKS = /[\n$&*/<>[\\\]_`~]/;
/** What is not shown before it is known what it means. */
const MARKS = /[*_~`$\\]/;
const CLOSING_HASHES = /(?:^|[ \t]+)#+[ \t]*$/;
/** Spaces, and characters of scripts without spaces. */
const ENDS_WORD = /[\s\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]/;
/** So much of a word is not waited for: it may be an address, or a sentence of a script without spaces. */
const LONG_WORD = 24;
/** Moving the settled part on costs a parse: it should be worth it. */
const WORTH_SETTLING = 120;
/** The longer the tail is, the more has to come before it is parsed again: by this part of its length. */
const PATIENCE = 1 / 8;
/** The same where something is held back. */
const IMPATIENCE = 1 / 32;
const PATIENT_FROM = 64;

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
  readonly #tail: Tail;
  /** The settled part and a preview of the tail. */
  #shown: Wrapper;
  /** What plain text looks like that is added to the tail; undefined when the tail has to be parsed again. */
  #growing: Style | undefined;
  /** Whether what is shown is what a parse would give, not a guess until there is more to parse. */
  #isExact = true;
  #hasOpenBracket = false;
  #parsedLength = 0;
  #last = '';
  /** Whether the word is not complete that a resize cut: its rest goes into the row that it began in. */
  #isInCutWord = false;
  #rest = '';
  /** What is shown of the tail, and its end that is not. */
  #preview = { text: '', undecided: '' };

  constructor(options: ProseOptions) {
    this.#options = options;
    this.#budget = textBudget(options.frame, options.screen);
    this.#tail = new Tail(options);
    this.#settled = new Wrapper(options.frame);
    this.#shown = this.#settled.branch();
  }

  /** What was written so far; undefined when it is too long to become anything else. */
  get source(): string | undefined {
    return this.#source;
  }

  append(text: string): void {
    let rest = text;
    if (this.#isInCutWord) {
      const end = rest.search(ENDS_WORD);
      this.#tail.add(end < 0 ? rest : rest.slice(0, end));
      if (end >= 0) this.#takeRestOfWord(/\s/.test(rest.charAt(end)));
      else if (this.#tail.lengthBehindCut >= LONG_WORD) this.#takeRestOfWord(false);
      if (end < 0) return;
      this.#isInCutWord = false;
      rest = rest.slice(end);
    }
    this.#last = text.at(-1) ?? this.#last;
    if (this.#source !== undefined) {
      this.#source += rest;
      if (this.#source.length > this.#budget) this.#source = undefined;
    }
    while (rest !== '') {
      const piece = rest.slice(0, this.#budget - this.#tail.text.length);
      rest = rest.slice(piece.length);
      this.#tail.add(piece);
      this.#grow(piece);
      if (this.#tail.text.length >= this.#budget) this.#settle(this.#tail.takeSome());
    }
  }

  endLine(): void {}

  /** A heading's closing marks are no text. */
  dropClosingHashes(): void {
    this.#tail.drop(CLOSING_HASHES);
  }

  finish(): void {
    if (this.#isInCutWord) this.#takeRestOfWord(true);
    this.#settle(this.#tail.take(this.#tail.text.length));
    this.#source = undefined;
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
    if (this.#isInCutWord) return [];
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
    if (this.#isInCutWord) return;
    const { text, undecided } = this.#preview;
    const last = this.#tail.text.at(-undecided.length - 1) ?? this.#last;
    this.#isInCutWord = last !== '' && !ENDS_WORD.test(last);
    this.#tail.cut(text, undecided);
    this.#preview = { text: '', undecided: '' };
    this.#forgetLongBeginning();
    this.append(undecided);
  }

  takeRest(): string {
    const rest = this.#rest;
    this.#rest = '';
    return rest;
  }

  /** Gives what is there of the word that was cut to the row that it began in. */
  #takeRestOfWord(isEnded: boolean): void {
    const runs = this.#tail.takeRestOfWord(isEnded);
    this.#rest += paint(runs.map(({ text, style }) => ({ text: text.replaceAll('\n', ' '), style })));
    this.#forgetLongBeginning();
  }

  /** What is on the screen must not take the room of what comes. */
  #forgetLongBeginning(): void {
    if (this.#tail.text.length > this.#budget / 2) this.#tail.forgetBeginning();
  }

  /** Shows more of the tail, if that can be told without parsing it again. */
  #grow(piece: string): void {
    if (this.#growing === undefined) return;
    const meaningful = this.#hasOpenBracket ? MEANINGFUL : MEANINGFUL_OUTSIDE_LINKS;
    const isHeld = this.#preview.undecided !== '' || MARKS.test(piece);
    const isExact = this.#isExact && !meaningful.test(piece);
    const patience = isHeld ? this.#tail.text.length * IMPATIENCE : this.#patience;
    if (!isExact && this.#tail.text.length >= this.#parsedLength + patience) {
      this.#growing = undefined;
    } else if (isHeld) {
      this.#preview.undecided += piece;
    } else {
      const text = piece.replaceAll('\n', ' ');
      this.#shown.add({ text, style: this.#growing });
      this.#preview.text += text;
    }
    this.#isExact = isExact;
  }

  /** These came out of the tail: nothing can change them any more. */
  #settle(runs: readonly Run[]): void {
    for (const run of runs) this.#settled.add(run);
    this.#growing = undefined;
  }

  /** How many characters have to come before the tail is parsed again. */
  get #patience(): number {
    return this.#tail.text.length < PATIENT_FROM ? 0 : this.#tail.text.length * PATIENCE;
  }

  #show(): void {
    let preview = this.#tail.preview();
    if (preview.settled >= WORTH_SETTLING) {
      this.#settle(this.#tail.take(preview.settled));
      preview = this.#tail.preview();
    }
    const { runs, undecided, isOpen, hasOpenBracket, endsInLink } = preview;
    const { text } = this.#tail;
    this.#preview = { text: textOf(runs), undecided };
    this.#shown = this.#settled.branch();
    for (const run of runs) this.#shown.add(run);
    const last = runs.at(-1);
    const grows = undecided === '' && /[\p{L}\p{N}\s,.]$/u.test(text) && last?.text.at(-1) === text.at(-1);
    // What is open was closed before the spaces at the end, and goes on behind them.
    const inner = isOpen ? runs.findLast((run) => /\S/.test(run.text)) : last;
    const style = inner?.style.url === '' ? inner.style : this.#options.style;
    this.#isExact = grows && !endsInLink;
    this.#growing = this.#isExact || this.#patience > 0 ? style : undefined;
    this.#hasOpenBracket = hasOpenBracket;
    this.#parsedLength = text.length;
  }
}
