import { join } from 'node:path';
import type { App } from '../../app.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { print } from '../shared/print.ts';

/** `ai-chat config path`. */
export async function run(_options: object, app: App): Promise<number> {
  const path = join(await app.configDir(), 'config.json');
  // A folder's name may hold anything, and a script needs it as it is.
  await print(app, `${app.runtime.stdout.isTTY ? sanitizeLine(path) : path}\n`);
  return 0;
}
