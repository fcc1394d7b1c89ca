import type { Token } from 'markdown-it';
import type { InlineParse } from './inline-parse.ts';
import { type InlineLook, renderInline } from './inline-render.ts';
import { escapeOpenBrackets, type Presumed, presume } from './presume.ts';
import { type Run, runsAfter, runsBehind, type Style } from './runs.ts';

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

const UNDECIDED = /[*_~`\\]+$/;
/** Stands for a text of which only that it is there matters any more. */
const STAND_IN = 'x';
/** Marks a place: no text has it, as it is nobody's character (Unicode, private use). */
const PLACE = '\ue000';

/**
 * The part of a paragraph that later text can still change. What of it is final on the screen, since a resize, is read
 * again with all that comes, for the marks in it, and shown no more.
 */
export class Tail {
  #text = '';
  #cut: Cut | undefined;
  /** The marks that are open, and not shown. */
  #opening = '';
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

  preview(): Preview {
    const undecided = UNDECIDED.exec(this.#text)?.[0] ?? '';
    const source = this.#text.slice(0, this.#text.length - undecided.length);
    const parsed = this.#reading.parse(source);
    const { tokens, opening } = this.#presume(source, parsed);
    const runs = this.#presumedBehindCut(source, tokens);
    if (runs === undefined) {
      this.replaceBeginning();
      return this.preview();
    }
    this.#opening = opening;
    return {
      runs,
      undecided,
      settled: parsed.settled > (this.#cut?.length ?? 0) ? parsed.settled : 0,
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
      if (runs === undefined) this.replaceBeginning();
    }
    this.#text = rest;
    this.#cut = undefined;
    return runs;
  }

  /** Takes what is settled, or else all of it, whatever is open. */
  takeSome(): readonly Run[] {
    const { settled } = this.#reading.parse(this.#text);
    if (settled > (this.#cut?.length ?? 0)) return this.take(settled);
    return this.take(this.#text.length - (/[\ud800-\udbff]$/.test(this.#text) ? 1 : 0));
  }

  /** It is final on the screen but for its `undecided` end, and has shown this behind the cut before. */
  cut(shown: string, undecided: string): void {
    const source = this.#text.slice(0, this.#text.length - undecided.length);
    const beginning = escapeOpenBrackets(source, this.#reading.parse(source));
    this.#text = beginning + undecided;
    this.#cut = {
      length: beginning.length,
      shown: (this.#cut?.shown ?? '') + shown.replace(/\s/g, ''),
      opening: this.#opening,
      isStandIn: false,
    };
  }

  /** The word that was cut is complete: it is followed by `next`, which, if a letter, may make its marks open. */
  takeRestOfWord(next: string): readonly Run[] {
    const marks = next.trim() === '' ? '' : (UNDECIDED.exec(this.#text)?.[0] ?? '');
    const source = this.#text.slice(0, this.#text.length - marks.length);
    const { tokens, opening } = this.#presume(source, this.#reading.parse(source));
    const word = { text: source.slice(this.#cut?.length), style: this.#reading.style };
    const runs = this.#presumedBehindCut(source, tokens) ?? [word];
    this.#opening = opening;
    this.cut(textOf(runs), marks);
    return runs;
  }

  /**
   * Keeps of what is before the cut only that there is something: later text has changed what it means, and it stays
   * as it is on the screen. What is open stays open, and is shown where nothing closes it.
   */
  replaceBeginning(): void {
    if (this.#cut === undefined) return;
    const { length, opening, isStandIn } = this.#cut;
    const rest = this.#text.slice(length);
    const beginning = opening + (isStandIn ? '' : STAND_IN);
    this.#text = beginning + rest;
    this.#cut = isStandIn
      ? undefined
      : { length: beginning.length, shown: STAND_IN, opening, isStandIn: true };
  }

  #render(tokens: readonly Token[]): Run[] {
    return renderInline(tokens, this.#reading.style, this.#reading.look);
  }

  #presume(source: string, parsed: InlineParse): Presumed {
    const { look, parse } = this.#reading;
    // Without colours marks are shown, and those must not be that never came.
    return look.palette.colors ? presume(source, parsed, parse) : { tokens: parsed.tokens, opening: '' };
  }

  /** What the tokens show behind the cut; undefined where they don't show what is before it. */
  #renderBehindCut(tokens: readonly Token[]): Run[] | undefined {
    const runs = this.#render(tokens);
    return this.#cut === undefined ? runs : runsBehind(this.#cut.shown, runs);
  }

  /** The same, also where what is before the cut has turned out to be something else than it was shown as. */
  #presumedBehindCut(source: string, tokens: readonly Token[]): Run[] | undefined {
    const runs = this.#renderBehindCut(tokens);
    if (runs !== undefined || this.#cut === undefined || source.includes(PLACE)) return runs;
    const marked = source.slice(0, this.#cut.length) + PLACE + source.slice(this.#cut.length);
    return runsAfter(PLACE, this.#render(this.#presume(marked, this.#reading.parse(marked)).tokens));
  }
}

/** What they show. */
export function textOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('');
}
