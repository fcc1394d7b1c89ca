import type { ChatEvent } from '../conversation/ports.ts';

/** Whole blank lines, which belong neither to the reasoning before them nor to the text after them. */
const BLANK_LINES = /^(?:[ \t]*\r?\n)+/;
const OPEN = '<think>';
const CLOSE = '</think>';

/** White space is held back this long in the hope of a tag or a blank line's end, in code units. */
const LONGEST_WAIT = 1_000;

/**
 * Sorts an answer's pieces into text and reasoning. `<think>…</think>` at the start of the text is reasoning, however
 * the pieces cut the tags. Holds back only what cannot be told yet: what may become a tag, and half a surrogate pair.
 */
export class Channels {
  readonly #emit: (event: ChatEvent) => void;
  #state: 'start' | 'thinking' | 'blank lines' | 'text' = 'start';
  #held = '';
  #halfText = '';
  #halfReasoning = '';

  constructor(emit: (event: ChatEvent) => void) {
    this.#emit = emit;
  }

  text(piece: string): void {
    if (this.#state === 'text') {
      this.#writeText(piece);
      return;
    }
    this.#held += piece;
    if (this.#state === 'start') this.#decide();
    if (this.#state === 'thinking') this.#think();
    if (this.#state === 'blank lines') this.#skipBlankLines();
  }

  reasoning(piece: string): void {
    const text = this.#halfReasoning + piece;
    const whole = wholeCharacters(text);
    this.#halfReasoning = text.slice(whole);
    if (whole > 0) this.#emit({ type: 'reasoning', text: text.slice(0, whole) });
  }

  /** No more pieces: what was held is what it looks like. */
  end(): void {
    const held = this.#held;
    this.#held = '';
    if (this.#state === 'thinking') this.reasoning(held);
    else if (this.#state === 'start') this.#writeText(held);
    if (this.#halfReasoning !== '') this.#emit({ type: 'reasoning', text: this.#halfReasoning });
    if (this.#halfText !== '') this.#emit({ type: 'text', text: this.#halfText });
    this.#halfReasoning = '';
    this.#halfText = '';
  }

  #writeText(piece: string): void {
    const text = this.#halfText === '' ? piece : this.#halfText + piece;
    const whole = wholeCharacters(text);
    this.#halfText = text.slice(whole);
    if (whole > 0) this.#emit({ type: 'text', text: text.slice(0, whole) });
  }

  #decide(): void {
    const start = this.#held.trimStart();
    if (start.startsWith(OPEN)) {
      this.#state = 'thinking';
      this.#held = start.slice(OPEN.length);
    } else if (!OPEN.startsWith(start) || this.#held.length > LONGEST_WAIT) {
      this.#release();
    }
  }

  #think(): void {
    const close = this.#held.indexOf(CLOSE);
    const end = close === -1 ? this.#held.length - beginningOf(CLOSE, this.#held) : close;
    if (end > 0) this.reasoning(this.#held.slice(0, end));
    if (close === -1) {
      this.#held = this.#held.slice(end);
    } else {
      this.#held = this.#held.slice(close + CLOSE.length);
      this.#state = 'blank lines';
    }
  }

  #skipBlankLines(): void {
    this.#held = this.#held.replace(BLANK_LINES, '');
    if (/\S/.test(this.#held) || this.#held.length > LONGEST_WAIT) this.#release();
  }

  #release(): void {
    const held = this.#held;
    this.#held = '';
    this.#state = 'text';
    this.#writeText(held);
  }
}

/** How many code units at the end of `text` may be the beginning of `tag`. */
function beginningOf(tag: string, text: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(tag.slice(0, length))) return length;
  }
  return 0;
}

/** The length of `text` without half a surrogate pair at its end: its other half comes with the next piece. */
function wholeCharacters(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.length - 1 : text.length;
}
