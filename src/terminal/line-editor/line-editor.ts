import { createPlainEditor } from './plain-editor.ts';
import { createRawEditor } from './raw-editor.ts';
import type { LineEditor, LineEditorOptions } from './types.ts';

export type { Candidate, Completion } from './menu.ts';

/**
 * The line editor of the chat. From the first `read` to `close` it holds the keyboard, also between two reads: what is
 * typed while an answer streams is kept for the next line, a paste stays one piece, and Ctrl-C, which makes no signal
 * then, is told to `onInterrupt`. Where the keyboard {@link Keyboard.canEdit | can't do that}, lines are read as the terminal
 * gives them.
 *
 * What is sent is what was typed and pasted, control characters included, with line ends as `\n`; on the screen they
 * are shown as something harmless.
 *
 * Why our own: Node's readline splits a paste, edits one line and knows no clusters; of the packages that are kept,
 * `@inquirer/core` needs Node 22.22 and `@clack/core` builds on readline; none keeps what is typed between prompts.
 */
export function createLineEditor(options: LineEditorOptions): LineEditor {
  return options.keyboard.canEdit ? createRawEditor(options) : createPlainEditor(options);
}
