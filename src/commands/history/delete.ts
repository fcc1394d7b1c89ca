import type { App } from '../../app.ts';
import { counted } from '../../conversation/counted.ts';
import { wantedConversation } from './wanted.ts';

export interface DeleteOptions {
  /** None: one is picked, on a terminal. */
  readonly conversations: readonly string[];
}

/** `ai-chat history delete`. Nothing is deleted unless everything that was named is there. */
export async function run({ conversations }: DeleteOptions, app: App): Promise<number> {
  const { reporter } = await app.messages();
  const wanted = [...conversations];
  if (wanted.length === 0) {
    const picked = await wantedConversation(app, undefined);
    if ('exitCode' in picked) return picked.exitCode;
    if (!(await isMeant(app))) {
      reporter.note('nothing was deleted');
      return 0;
    }
    wanted.push(picked.reference);
  }
  const store = await app.store();
  const ids = new Set<string>();
  for (const reference of wanted) ids.add((await store.find(reference)).id);
  const gone = await store.remove([...ids]);
  reporter.note(`deleted ${counted(gone, 'conversation')}`);
  return 0;
}

/** What was typed is meant; what was picked may have been a slip of the finger. */
async function isMeant(app: App): Promise<boolean> {
  const { prompterOf } = await import('../shared/prompter-of.ts');
  return (await prompterOf(app)).confirm('Delete it for good?');
}
