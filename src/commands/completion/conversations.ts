import type { App } from '../../app.ts';
import type { ConversationSummary } from '../../conversation/types.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { recentFirst } from '../shared/recent-first.ts';
import { isPlainWord } from './plain-word.ts';
import type { Candidate } from './shell.ts';

/** As many as anybody looks through. */
const MOST = 100;
/** Characters of a title. */
const LONGEST_TITLE = 60;

/** What is looked for among the conversations. */
export interface Wanted {
  /** Named conversations only, by their name. */
  readonly namedOnly: boolean;
  readonly typed: string;
  fits(typed: string, value: string): boolean;
}

/**
 * The conversations used last that fit, each as its name, or its id where it has none that a shell would leave
 * alone; an id that was begun stands for a named one too. `last` is the first of them.
 */
export async function conversationCandidates(
  app: Pick<App, 'store'>,
  wanted: Wanted,
): Promise<readonly Candidate[]> {
  return recentFirst(await app.store(), (conversations) => candidatesAmong(conversations, wanted));
}

function candidatesAmong(conversations: readonly ConversationSummary[], wanted: Wanted): Candidate[] {
  const { namedOnly, typed, fits } = wanted;
  const found = conversations.flatMap((summary) =>
    wordsFor(summary, wanted)
      .filter((word) => fits(typed, word))
      .map((value) => ({ value, description: titleOf(summary) })),
  );
  const [latest] = conversations;
  if (!namedOnly && latest && fits(typed, 'last')) {
    found.unshift({ value: 'last', description: `used last: ${titleOf(latest)}` });
  }
  return found.slice(0, MOST);
}

function wordsFor({ id, name }: ConversationSummary, { namedOnly, typed }: Wanted): readonly string[] {
  const safeName = name !== null && isPlainWord(name) ? [name] : [];
  if (namedOnly) return safeName;
  return safeName.length === 0 || (typed !== '' && id.startsWith(typed)) ? [...safeName, id] : safeName;
}

function titleOf({ title }: ConversationSummary): string {
  return sanitizeLine(title, LONGEST_TITLE);
}
