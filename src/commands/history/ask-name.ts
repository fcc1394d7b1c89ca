import type { App } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { createLineEditor } from '../../terminal/line-editor/line-editor.ts';
import { untilInterrupted } from '../shared/interruption.ts';
import { stylesFor } from '../shared/styles-for.ts';

/**
 * Asks on `terminal` what a conversation is to be called and hands that to `rename`; what it refuses with a `usage` error
 * can be mended. `name` is what it is called now. Gives the exit code.
 */
export async function askName(
  app: App,
  {
    terminal,
    name,
    rename,
  }: {
    readonly terminal: NodeJS.WriteStream;
    readonly name: string | null;
    readonly rename: (wish: string, signal: AbortSignal) => Promise<number>;
  },
): Promise<number> {
  const { stdin, env, job, interrupts } = app.runtime;
  const { reporter } = await app.messages();
  const interruption = untilInterrupted(interrupts);
  const editor = createLineEditor({
    keyboard: await app.keyboard(),
    stdin,
    output: terminal,
    env,
    history: [],
    styles: stylesFor(app, terminal),
    // A key while the name is written.
    onInterrupt: () => interrupts.raise('SIGINT'),
    job,
  });
  interruption.signal.addEventListener('abort', () => editor.close(), { once: true });
  try {
    for (let initial = name ?? ''; ; ) {
      const reply = await editor.read('New name: ', { initial, isAnswer: true });
      if (interruption.interrupt || reply.type === 'interrupt') return interruption.exitCode();
      const wish = reply.type === 'line' ? reply.text.trim() : '';
      if (wish === '' || wish === name) {
        reporter.note('nothing was renamed');
        return 0;
      }
      try {
        return await rename(wish, interruption.signal);
      } catch (error) {
        if (interruption.interrupt && error === interruption.signal.reason) return interruption.exitCode();
        if (!(error instanceof CliError) || error.kind !== 'usage') throw error;
        reporter.error(error);
        initial = wish;
      }
    }
  } finally {
    editor.close();
    interruption.dispose();
  }
}
