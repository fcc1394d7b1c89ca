import type { Token } from 'markdown-it';
import type { InlineParse } from './inline-parse.ts';
import { type InlineLook, renderInline } from './inline-render.ts';
import { type Presumed, presume } from './presume.ts';
import { type Run, runsBehind, type Style, textOf } from './runs.ts';

/** How a text is read, and what it looks like. */
export interface Reading {
  readonly style: Style;
  readonly look: InlineLook;
  readonly parse: (source: string) => InlineParse;
}

/** What an unfinished tail shows, read as if what is open in it were closed. */
export interface Preview {
  readonly runs: readonly Run[];
  /** Marks at its end, not shown: the next character tells what they mean. */
  readonly undecided: string;
  /** Whether a mark is open that is not shown. */
  readonly isOpen: boolean;
  /** How much of it, from its beginning, no later text can change; 0 where that is on the screen. */
  readonly settled: number;
  readonly hasOpenBracket: boolean;
  readonly endsInLink: boolean;
}

/** Where a tail goes on behind what is final on the screen. */
interface Cut {
  /** How much of the tail comes before it. */
  readonly length: number;
  /** What that shows, without spaces. */
  readonly shown: string;
  /** The marks that are open there, and not shown. */
  readonly opening: string;
  readonly isStandIn: boolean;
}

/** Marks at the end of a text: what they mean the next character tells. */
const UNDECIDED_MARKS = /[$*_~`\\]+$/;
/** Stands for a text of which only that it is there matters any more. */
const STAND_IN = 'x';

/**
 * The part of a paragraph that later text can still change. Since a resize, its beginning may be final on the screen:
 * that is kept, because its marks tell what the rest means, and taken off what the whole shows.
 */
export class Tail {
  #text = '';
  #cut: Cut | undefined;
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  get text(): string {
    return this.#text;
  }

  add(text: string): void {
    this.#text += text;
  }

  /** Takes what matches `pattern` away. */
  drop(pattern: RegExp): void {
    this.#text = this.#text.replace(pattern, '');
  }

  /** What it shows behind the cut. */
  preview(): Preview {
    const [source, undecided] = split(this.#text);
    const { tokens, opening, parsed } = this.#presume(source);
    const runs = this.#renderBehindCut(tokens);
    if (runs === undefined) {
      this.#adapt();
      return this.preview();
    }
    return {
      runs,
      undecided,
      isOpen: opening !== '',
      settled: parsed.settled > this.#cutLength ? parsed.settled : 0,
      hasOpenBracket: parsed.openings.some(({ closer }) => closer === ''),
      endsInLink: tokens.at(-1)?.type === 'link_close',
    };
  }

  /** Takes so much from its beginning, with what is open in that as text. */
  take(length: number): readonly Run[] {
    const rest = this.#text.slice(length);
    let runs: Run[] | undefined;
    for (this.#text = this.#text.slice(0, length); runs === undefined; ) {
      runs = this.#renderBehindCut(this.#reading.parse(this.#text).tokens);
      if (runs === undefined) this.#adapt();
    }
    this.#text = rest;
    this.#cut = undefined;
    return runs;
  }

  /** Takes what is settled, or else all of it, whatever is open. */
  takeSome(): readonly Run[] {
    const { settled } = this.#reading.parse(this.#text);
    if (settled > this.#cutLength) return this.take(settled);
    return this.take(this.#text.length - (/[\ud800-\udbff]$/.test(this.#text) ? 1 : 0));
  }

  /** It is final on the screen, and has shown this behind the cut before. Takes its `unseen` end away, which is not there. */
  cut(shown: string, unseen: string): void {
    const source = this.#text.slice(0, this.#text.length - unseen.length);
    const { opening } = this.#presume(source);
    this.#text = source;
    this.#cut = {
      length: source.length,
      shown: (this.#cut?.shown ?? '') + shown.replace(/\s/g, ''),
      opening,
      isStandIn: false,
    };
  }

  /** How much of it is not on the screen. */
  get lengthBehindCut(): number {
    return this.#text.length - this.#cutLength;
  }

  /** Takes the rest of the word that was cut, as far as it is there. Unless it `isEnded`, its last marks may open something. */
  takeRestOfWord(isEnded: boolean): readonly Run[] {
    const [source, marks] = split(this.#text);
    const undecided = isEnded ? '' : marks;
    const runs = this.#renderBehindCut(this.#presume(undecided === '' ? this.#text : source).tokens);
    if (runs !== undefined) {
      this.cut(textOf(runs), undecided);
      this.#text += undecided;
      return runs;
    }
    const text = source.slice(this.#cutLength);
    this.#text = source.slice(0, this.#cutLength) + marks;
    this.forgetBeginning();
    return [{ text, style: this.#reading.style }];
  }

  /** Keeps of what is before the cut only that there is something. What is open stays open. */
  forgetBeginning(): void {
    if (this.#cut === undefined) return;
    const { length, opening } = this.#cut;
    // A mark right behind it would mean something else than one behind a space.
    const beginning = opening + STAND_IN + endingSpace(this.#text.slice(0, length));
    this.#text = beginning + this.#text.slice(length);
    this.#cut = { length: beginning.length, shown: STAND_IN, opening, isStandIn: true };
  }

  /** Later text has changed what is before the cut, which stays on the screen as it is. */
  #adapt(): void {
    if (!this.#cut?.isStandIn) {
      this.forgetBeginning();
      return;
    }
    // Nothing closes what is open: it is shown.
    const { opening, length } = this.#cut;
    this.#text = opening + endingSpace(this.#text.slice(0, length)) + this.#text.slice(length);
    this.#cut = undefined;
  }

  get #cutLength(): number {
    return this.#cut?.length ?? 0;
  }

  #presume(source: string): Presumed {
    return presume(source, this.#reading.parse, this.#reading.look.palette.colors);
  }

  /** What the tokens show behind the cut; undefined where they don't show what is before it. */
  #renderBehindCut(tokens: readonly Token[]): Run[] | undefined {
    const runs = renderInline(tokens, this.#reading.style, this.#reading.look);
    return this.#cut === undefined ? runs : runsBehind(this.#cut.shown, runs);
  }
}

/** A text, and the marks at its end of which nobody knows yet what they mean. */
function split(text: string): readonly [source: string, undecided: string] {
  const undecided = UNDECIDED_MARKS.exec(text)?.[0] ?? '';
  return [text.slice(0, text.length - undecided.length), undecided];
}

function endingSpace(text: string): string {
  return /\s$/.test(text) ? ' ' : '';
}
