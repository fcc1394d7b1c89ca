import type { App } from '../../app.ts';
import { SIGNAL_EXIT_CODES } from '../../errors.ts';
import { openEditor } from '../shared/editor.ts';
import { untilInterrupted } from '../shared/interruption.ts';

/** `ai-chat config edit`: opens the config file, and checks it afterwards. */
export async function run(_options: object, app: App): Promise<number> {
  const settings = await app.settings({});
  const path = await settings.prepareEdit();
  const interruption = untilInterrupted(app.runtime.interrupts);
  try {
    if ((await openEditor(app, path)) === 'interrupted') return interruption.exitCode();
  } catch (error) {
    // An editor that takes Ctrl-C for a key goes on, and so do we.
    if (interruption.interrupt) return SIGNAL_EXIT_CODES[interruption.interrupt];
    throw error;
  } finally {
    interruption.dispose();
  }
  await settings.reload();
  const { reporter } = await app.messages();
  for (const { name, problem } of settings.list()) {
    if (problem) reporter.warn(`${name}: ${problem.message}`, problem.hint);
  }
  return 0;
}
