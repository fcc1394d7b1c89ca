import type { ConversationStore } from '../../conversation/ports.ts';
import type { ConversationSummary } from '../../conversation/types.ts';

/** How many conversations are looked at; more only when none of these fits: a Tab should be felt by nobody. */
const RECENT = 1000;

/** What `find` finds among the conversations used last, or, where that is nothing, among all of them. */
export async function recentFirst<T>(
  store: ConversationStore,
  find: (conversations: readonly ConversationSummary[]) => readonly T[],
): Promise<readonly T[]> {
  const recent = (await store.list({ limit: RECENT })).conversations;
  const found = find(recent);
  if (found.length > 0 || recent.length < RECENT) return found;
  return find((await store.list({ limit: 0 })).conversations);
}
