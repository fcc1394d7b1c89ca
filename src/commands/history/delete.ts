import type { App } from '../../app.ts';
import { counted } from '../../conversation/counted.ts';
import type { ConversationSummary } from '../../conversation/types.ts';
import { titleOf } from '../shared/conversation-table.ts';
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
  const found = new Map<string, ConversationSummary>();
  for (const reference of wanted) {
    const summary = await store.find(reference);
    found.set(summary.id, summary);
  }
  const gone = await store.remove([...found.keys()]);
  const [only, ...others] = found.values();
  // `last`, or the beginning of an id, does not say which.
  const isOne = only && others.length === 0 && gone === 1;
  reporter.note(`deleted ${isOne ? `${titleOf(only)} (${only.id})` : counted(gone, 'conversation')}`);
  return 0;
}

/** What was typed is meant; what was picked may have been a slip of the finger. */
async function isMeant(app: App): Promise<boolean> {
  const { prompterOf } = await import('../shared/prompter-of.ts');
  return (await prompterOf(app)).confirm('Delete it for good?');
}
