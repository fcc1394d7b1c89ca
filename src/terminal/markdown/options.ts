import type { Screen } from './leaf.ts';
import type { Theme } from './theme.ts';

/** The terminal's window. */
export type MarkdownScreen = Screen;

export interface MarkdownLook {
  /** False: no SGR sequence at all; then marks such as `**` stay. */
  readonly colors: boolean;
  readonly theme: Theme;
  /** How many colours the terminal has. */
  readonly depth: 16 | 256;
  /** Whether links are OSC 8 hyperlinks too. */
  readonly hyperlinks: boolean;
  /** False: frames, bullets and rules in ASCII. */
  readonly unicode: boolean;
}

export interface MarkdownStreamOptions extends MarkdownLook {
  /** Gets what is to be written, once for each write of the stream at most. */
  readonly write: (text: string) => void;
  /** Read at each write: the window may have been resized. Less than a column or a row counts as one. */
  readonly screen: () => MarkdownScreen;
  /** False: never moves the cursor; each block is written when it is finished. */
  readonly rewrite: boolean;
}

/** Renders an answer as it comes. */
export interface MarkdownStream {
  /** More of the model's text, as it is: it is made safe here. Any split ends in the same screen. */
  write(chunk: string): void;
  /** Somebody else writes on the terminal from here on, as a shell does: what may yet change is shown anew below that. */
  leave(): void;
  /** Shows what may yet change, after {@link leave}. */
  show(): void;
  /**
   * Writes what is left, also of a text that was interrupted, and ends the last row. Takes its time only when the
   * highlighter of a language is still being loaded; then earlier text, too, is written only now.
   */
  end(): Promise<void>;
}
