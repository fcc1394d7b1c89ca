import { summarize } from '../conversation/document.ts';
import { nearest } from '../conversation/nearest.ts';
import type { ConversationSummary } from '../conversation/types.ts';
import { CliError } from '../errors.ts';
import { isId } from './conversation-folder.ts';
import { fileError } from './file-system.ts';
import { ambiguousReference, unknownConversation } from './refusals.ts';
import { findNamed, type Shelf } from './shelf.ts';
import type { View } from './view.ts';

/** The reference that means the conversation used last. */
const LAST = 'last';
const SHORTEST_BEGINNING = 4;

/**
 * The conversation that a user means by `reference`: `last`, else a name, else an id, else the beginning of one. Throws
 * `usage` when nothing or more than one thing fits.
 */
export async function resolveReference(shelf: Shelf, reference: string): Promise<ConversationSummary> {
  if (reference === LAST) return lastUsed(shelf);
  const named = await shelf.consult((view) => findNamed(shelf.folder, view, reference));
  if (named) return summarize(named);
  const id = idMeant(shelf, reference);
  if (id !== undefined) return summarize(await shelf.read(id));
  return shelf.inspect((view) => {
    const found = findNamed(shelf.folder, view, reference);
    if (found) return summarize(found);
    throw unknownConversation(reference, nearest(reference, namesIn(view)));
  });
}

async function lastUsed(shelf: Shelf): Promise<ConversationSummary> {
  const last = await shelf.consult((view) => {
    const [first] = view.recent();
    return first;
  });
  if (last) return last;
  throw new CliError('usage', 'there are no conversations yet', { hint: 'begin one: `ai-chat chat`' });
}

function idMeant({ folder }: Shelf, reference: string): string | undefined {
  if (!isId(reference)) return undefined;
  try {
    if (folder.stamp(reference)) return reference;
    if (reference.length < SHORTEST_BEGINNING) return undefined;
    const ids = folder.list().ids.filter((id) => id.startsWith(reference));
    if (ids.length > 1) throw ambiguousReference(reference, [...ids].sort());
    return ids[0];
  } catch (error) {
    throw fileError('read', folder.path, error);
  }
}

function namesIn(view: View): string[] {
  return [...view.recent()].flatMap(({ name }) => name ?? []);
}
