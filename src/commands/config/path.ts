import { join } from 'node:path';
import type { App } from '../../app.ts';
import { print } from '../talk/print.ts';

/** `ai-chat config path`. */
export async function run(_options: object, app: App): Promise<number> {
  await print(app, `${join(await app.configDir(), 'config.json')}\n`);
  return 0;
}
