import type { Blocks } from './blocks.ts';
import { tellsBlock, tellsCode } from './line-head.ts';

/**
 * The text of one answer, as it comes, cut into lines for its blocks. What a line is, is decided at its first
 * character that tells, whatever came with it, so that any split of the text ends in the same rows.
 */
export class Document {
  readonly #blocks: Blocks;
  /** Pieces of the line at hand, while it is not known where its text goes. */
  #head: string[] = [];
  #line: 'undecided' | 'whole' | 'text' = 'undecided';

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  /** Takes sanitised text, up to a block of code whose language has to be loaded; gives how many characters. */
  write(text: string): number {
    let position = 0;
    while (position < text.length && this.#blocks.awaitedLanguage === undefined) {
      const newline = text.indexOf('\n', position);
      const end = newline < 0 ? text.length : newline;
      this.#extendLine(text.slice(position, end));
      position = end;
      if (newline >= 0) {
        this.#endLine();
        position += 1;
      }
    }
    return position;
  }

  /** The text is complete. */
  end(): void {
    this.#endLine();
    this.#blocks.end();
  }

  #extendLine(text: string): void {
    let rest = text;
    if (this.#line === 'undecided') {
      for (const character of text) {
        rest = rest.slice(character.length);
        this.#head.push(character);
        if (this.#decide(this.#head.join(''))) break;
      }
    }
    if (rest === '') return;
    if (this.#line === 'whole') this.#head.push(rest);
    else this.#blocks.append(rest);
  }

  #endLine(): void {
    if (this.#line === 'text') this.#blocks.endText();
    else this.#blocks.readLine(this.#head.join(''), true);
    this.#head = [];
    this.#line = 'undecided';
  }

  /** Whether the beginning of a line tells where its text goes. */
  #decide(head: string): boolean {
    const { expects } = this.#blocks;
    if (expects === 'whole lines') return this.#goOnAs('whole');
    if (expects === 'code') {
      if (!tellsCode(head)) return false;
      if (this.#blocks.beginCodeLine(head)) return this.#goOnAs('text');
    }
    const told = tellsBlock(head);
    if (told === 'not yet') return false;
    if (told === 'at its end') return this.#goOnAs('whole');
    this.#blocks.readLine(head, false);
    return this.#goOnAs('text');
  }

  #goOnAs(line: 'whole' | 'text'): true {
    this.#line = line;
    if (line === 'text') this.#head = [];
    return true;
  }
}
