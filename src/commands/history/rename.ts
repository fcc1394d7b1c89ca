import type { App } from '../../app.ts';
import { checkName } from '../../conversation/name.ts';

export interface RenameOptions {
  readonly conversation: string;
  readonly name: string;
}

/** `ai-chat history rename`. */
export async function run(options: RenameOptions, app: App): Promise<number> {
  const name = checkName(options.name);
  const store = await app.store();
  const { id } = await store.find(options.conversation);
  await store.rename(id, name);
  (await app.messages()).reporter.note(`${id} is now called ${name}`);
  return 0;
}
