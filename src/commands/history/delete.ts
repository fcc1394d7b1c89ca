import type { App } from '../../app.ts';

export interface DeleteOptions {
  readonly conversations: readonly string[];
}

/** `ai-chat history delete`. Nothing is deleted unless everything that was named is there. */
export async function run({ conversations }: DeleteOptions, app: App): Promise<number> {
  const store = await app.store();
  const ids = new Set<string>();
  for (const reference of conversations) ids.add((await store.find(reference)).id);
  const gone = await store.remove([...ids]);
  (await app.messages()).reporter.note(`deleted ${gone} ${gone === 1 ? 'conversation' : 'conversations'}`);
  return 0;
}
