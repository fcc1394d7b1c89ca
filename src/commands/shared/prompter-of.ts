import type { App } from '../../app.ts';
import { createStyles } from '../../terminal/colors.ts';
import { createPlainEditor } from '../../terminal/line-editor/plain-editor.ts';
import type { Reply } from '../../terminal/line-reader.ts';
import { createPrompter, type Prompter } from '../../terminal/prompt.ts';
import { wrapFor } from '../../terminal/wrap-for.ts';
import { terminalOf } from './terminal-of.ts';

/**
 * What a command asks with, at a terminal. While nobody holds the keyboard, lines are read as the terminal edits them: Ctrl-C is its
 * SIGINT, and what is typed behind the answer stays for the shell. Who holds it gets them from the line editor, where Ctrl-C is raised as
 * that SIGINT. An abort of `signal` makes an `interrupt` of every question.
 */
export async function prompterOf(app: App, signal?: AbortSignal): Promise<Prompter> {
  const { stdin, stderr, env, job, interrupts } = app.runtime;
  const output = terminalOf(app) ?? stderr;
  const keyboard = await app.keyboard();
  const { styles } = await app.messages();
  const wrap = await wrapFor(output);
  const interrupt = () => interrupts.raise('SIGINT');

  async function read(prompt: string): Promise<Reply> {
    if (signal?.aborted) return { type: 'interrupt' };
    const createEditor = keyboard.isHeld
      ? (await import('../../terminal/line-editor/line-editor.ts')).createLineEditor
      : createPlainEditor;
    const editor = createEditor({
      keyboard,
      stdin,
      output,
      env,
      history: [],
      styles: createStyles(false),
      onInterrupt: interrupt,
      job,
    });
    signal?.addEventListener('abort', editor.close, { once: true });
    try {
      const reply = await editor.read(prompt, { isAnswer: true });
      if (reply.type === 'interrupt') interrupt();
      return signal?.aborted ? { type: 'interrupt' } : reply;
    } finally {
      signal?.removeEventListener('abort', editor.close);
      editor.close();
    }
  }

  const say = (text: string) => void output.write(`${styles.dim(wrap(text))}\n`);
  return createPrompter({ read, say, keyboard, output, job, takesAhead: false, signal });
}
