import { createSanitizer } from '../sanitize.ts';
import { Blocks } from './blocks.ts';
import { CodePainters } from './code-painters.ts';
import { Document } from './document.ts';
import type { Grammar } from './grammar.ts';
import type { Screen } from './leaf.ts';
import { createMarks } from './marks.ts';
import type { MarkdownStream, MarkdownStreamOptions } from './options.ts';
import { createPalette } from './palette.ts';
import { ScreenPainter } from './screen-painter.ts';

/** From the model's text to what the terminal gets. */
export class Renderer implements MarkdownStream {
  readonly #options: MarkdownStreamOptions;
  readonly #sanitizer = createSanitizer();
  readonly #painters: CodePainters;
  readonly #blocks: Blocks;
  readonly #document: Document;
  readonly #painter = new ScreenPainter();
  #screen: Screen;
  /** What came while a highlighter is being loaded. */
  #waiting = '';
  #loading: Promise<void> | undefined;

  constructor(options: MarkdownStreamOptions, grammar: Grammar) {
    const { colors, theme, depth, hyperlinks, unicode, rewrite } = options;
    const palette = createPalette(theme, depth, colors);
    this.#options = options;
    this.#screen = this.#screenNow();
    this.#painters = new CodePainters(palette);
    this.#blocks = new Blocks({
      grammar,
      look: { palette, hyperlinks, marks: createMarks(unicode) },
      painterOf: (language) => this.#painters.open(language),
      screen: this.#screen,
      rewrites: rewrite,
    });
    this.#document = new Document(this.#blocks);
  }

  write(chunk: string): void {
    this.#waiting += this.#sanitizer.write(chunk);
    this.#advance();
  }

  async end(): Promise<void> {
    this.#waiting += this.#sanitizer.end();
    this.#advance();
    while (this.#loading !== undefined) await this.#loading;
    this.#document.end();
    this.#show();
  }

  leave(): void {
    this.#painter.forget();
  }

  show(): void {
    if (this.#options.rewrite) this.#show();
  }

  #advance(): void {
    if (this.#loading !== undefined) return;
    const settled = this.#settle();
    const text = this.#waiting;
    const taken = this.#document.write(text);
    this.#waiting = text.slice(taken);
    this.#show(settled);
    const language = this.#blocks.awaitedLanguage;
    if (language !== undefined) this.#loading = this.#load(language);
  }

  async #load(language: string): Promise<void> {
    await this.#painters.load(language);
    this.#loading = undefined;
    this.#blocks.resume();
    this.#advance();
  }

  /** A window of none is laid out for as one of one: what is written has to be somewhere. */
  #screenNow(): Screen {
    const { columns, rows } = this.#options.screen();
    return { columns: Math.max(1, columns), rows: Math.max(1, rows) };
  }

  /** Where the window was resized, nothing can be rewritten that is on the screen. Gives what still has to be. */
  #settle(): string {
    const before = this.#screen;
    const screen = this.#screenNow();
    if (screen.columns === before.columns && screen.rows === before.rows) return '';
    this.#screen = screen;
    const keeps = screen.columns !== before.columns || screen.rows <= this.#painter.height;
    this.#blocks.settle(screen, keeps && this.#options.rewrite);
    return keeps ? this.#painter.settle(before.columns) : '';
  }

  #show(settled = ''): void {
    const final = this.#blocks.takeFinal();
    const rest = this.#blocks.takeRest();
    if (!this.#options.rewrite) {
      this.#send(final.map((row) => `${row}\n`).join(''));
      return;
    }
    const live = this.#blocks.live();
    this.#send(settled + this.#painter.paint({ rest, final, live }, this.#screen));
  }

  #send(text: string): void {
    if (text !== '') this.#options.write(text);
  }
}
