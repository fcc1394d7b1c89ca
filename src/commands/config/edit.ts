import type { App } from '../../app.ts';
import { openEditor } from '../shared/editor.ts';

/** `ai-chat config edit`: opens the config file, and checks it afterwards. */
export async function run(_options: object, app: App): Promise<number> {
  const settings = await app.settings({});
  await openEditor(app, await settings.prepareEdit());
  settings.reload();
  const { reporter } = await app.messages();
  for (const { name, problem } of settings.list()) {
    if (problem) reporter.warn(`${name}: ${problem.message}`, problem.hint);
  }
  return 0;
}
