import type { Job, Runtime } from '../../runtime.ts';
import type { Styles } from '../colors.ts';
import type { Keyboard } from '../keyboard.ts';
import type { Reply } from '../line-reader.ts';
import type { Completion } from './menu.ts';

/** What was typed. */
export type Typed =
  | Exclude<Reply, { readonly type: 'line' }>
  | {
      readonly type: 'line';
      readonly text: string;
      /** Ctrl-X Ctrl-E: it is not to be sent, but gone on with in an editor, and is not on the screen any more. */
      readonly isForEditor?: true;
    };

/** The line that a person types in. */
export interface LineEditor {
  /**
   * Shows `prompt` and gives what is sent, beginning with what was typed ahead; `initial` stands in the line before that. What
   * `isAnswer` is one line (but for what was pasted before it was asked for, or is brought back with Ctrl-Y), never for an editor, which Ctrl-C leaves at once, no part of the history that Up goes through, and offered
   * nothing of that, of the hint and of what Tab completes. After `close` it is always the end.
   */
  read(prompt: string, options?: ReadOptions): Promise<Typed>;
  /** Adds a message that was not typed here to the history that Up goes through. */
  remember(text: string): void;
  /** As if Ctrl-C were pressed: for a SIGINT that somebody sent. */
  interrupt(): void;
  /** Ends it; a `read` that waits gets the end. */
  close(): void;
}

export interface ReadOptions {
  readonly initial?: string;
  readonly isAnswer?: boolean;
}

export interface LineEditorOptions {
  readonly keyboard: Keyboard;
  /** Where lines come from on a terminal that can do no more. */
  readonly stdin: NodeJS.ReadStream;
  /** Where the line is shown: standard output when it is a terminal, else standard error. */
  readonly output: NodeJS.WriteStream;
  readonly env: Runtime['env'];
  /** Messages sent before, oldest first; what is sent is added to a copy of it. */
  readonly history: readonly string[];
  readonly styles: Styles;
  /** What Tab offers for the text before `cursor`. */
  readonly complete?: (text: string, cursor: number) => Completion | Promise<Completion>;
  /**
   * What is likely to follow the whole text of a new message; shown dimmed where styles are on, and taken with Right.
   * `sent` are the messages sent before, oldest first.
   */
  readonly hint?: (text: string, sent: readonly string[]) => string | undefined;
  /** Ctrl-C while no `read` waits. */
  readonly onInterrupt: () => void;
  readonly job: Job;
}
