import type { App } from '../../../app.ts';
import { checkName } from '../../../conversation/name.ts';
import type { Conversation, ConversationSummary } from '../../../conversation/types.ts';
import { fuzzyFind } from '../../../terminal/fuzzy.ts';
import type { Candidate } from '../../../terminal/line-editor/line-editor.ts';
import { relativeTime } from '../../../terminal/relative-time.ts';
import { sanitizeLine } from '../../../terminal/sanitize.ts';
import { recentFirst } from '../../shared/recent-first.ts';

/** As many as anybody looks through. */
const MOST = 100;
/** Characters of an id that tell it from others at a glance; what is taken is the whole. */
const SHOWN_ID = 8;
/** Characters of a title. */
const LONGEST_TITLE = 60;
/** Words of a title that make a name. */
const NAME_WORDS = 4;

/** The conversations that `typed` is found in, by name, id or title: each as its name, or its id where it has none. */
export async function conversationCandidates(
  app: Pick<App, 'store' | 'runtime'>,
  typed: string,
): Promise<readonly Candidate[]> {
  const now = app.runtime.clock.now();
  const find = (conversations: readonly ConversationSummary[]) =>
    fuzzyFind(typed, conversations, ({ id, name, title }) => [
      name ?? '',
      title.slice(0, LONGEST_TITLE),
      ...(id.startsWith(typed) ? [id] : []),
    ]);
  const found = await recentFirst(await app.store(), find);
  return found.slice(0, MOST).map(({ id, name, title, updatedAt }) => ({
    text: name ?? id,
    label: name ?? id.slice(0, SHOWN_ID),
    description: `${sanitizeLine(title, LONGEST_TITLE)} (${relativeTime(updatedAt, now)})`,
  }));
}

/** Names for a conversation: the one that it has, to be changed, and one made of its title. */
export function nameCandidates({ name, title }: Conversation, typed: string): readonly Candidate[] {
  const names = [name, nameFrom(title)].filter((candidate) => candidate !== null);
  return fuzzyFind(typed, [...new Set(names)], (candidate) => [candidate]).map((text) => ({ text }));
}

/** `Three days in Lisbon?` → `three-days-in-lisbon`; null where nothing of it may stand in a name. */
function nameFrom(title: string): string | null {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  try {
    return words && checkName(words.slice(0, NAME_WORDS).join('-').slice(0, LONGEST_TITLE));
  } catch {
    return null;
  }
}
