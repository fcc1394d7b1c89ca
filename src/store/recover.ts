import type { Conversation } from '../conversation/types.ts';
import type { Reading } from './conversation-folder.ts';
import { decodeDocument } from './format.ts';
import { createImporter, holdsAll } from './import.ts';
import { salvageDocument } from './salvage.ts';
import type { Shelf, Writer } from './shelf.ts';

/** What is left of a conversation in a file that may be damaged. */
export type Remains =
  | { readonly kind: 'messages'; readonly conversation: Conversation }
  /** There is something, but not one whole message. */
  | { readonly kind: 'pieces' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'newer' };

/** Finds what is left in the file's `bytes`. `time` is for a conversation that names none: ISO 8601. */
export function remainsIn(bytes: Buffer, id: string, time: string): Remains {
  const decoded = decodeDocument(salvageDocument(bytes), { id, time: () => time });
  if (decoded.kind === 'newer') return { kind: 'newer' };
  if (decoded.kind === 'ok' && decoded.conversation.messages.length > 0)
    return { kind: 'messages', conversation: decoded.conversation };
  return { kind: bytes.every(isBlank) ? 'nothing' : 'pieces' };
}

/** White space, and the zeros that a power cut leaves in the place of what was not written yet. */
function isBlank(byte: number): boolean {
  return byte === 0 || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Whether the store has it all already, under the same id. */
export function isKept({ folder }: Shelf, conversation: Conversation): boolean {
  const reading = folder.read(conversation.id);
  return reading.kind === 'ok' && holdsAll(reading.conversation, conversation);
}

/**
 * Puts what was recovered into the store: into the conversation that it goes on from, or as one of its own. Gives the id of
 * the one that has it now, or undefined when it was there already; `unreadable`, and why, where that can't be told. To be called
 * under the lock alone.
 */
export function putBack(
  shelf: Shelf,
  writer: Writer,
  recovered: Conversation,
  newId: () => string,
): string | undefined | Extract<Reading, { kind: 'unreadable' }> {
  const { id } = recovered;
  const reading = shelf.folder.read(id);
  if (reading.kind === 'unreadable') return reading;
  if (reading.kind === 'ok' && holdsAll(reading.conversation, recovered)) return undefined;
  if (reading.kind === 'ok' && holdsAll(recovered, reading.conversation)) {
    const { messages, updatedAt } = recovered;
    writer.save({ ...reading.conversation, messages, updatedAt }, 0);
    return id;
  }
  const importer = createImporter(shelf, newId);
  importer.begin(writer);
  return importer.add({ id, conversation: recovered, isTorn: true }, writer)?.id;
}
