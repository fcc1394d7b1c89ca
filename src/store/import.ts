import { summarize } from '../conversation/document.ts';
import type { OnProgress } from '../conversation/ports.ts';
import type { Conversation, ConversationSummary } from '../conversation/types.ts';
import type { Clock } from '../runtime.ts';
import { isId } from './conversation-folder.ts';
import { decodeExport, type Exported } from './export-format.ts';
import { freeName, usableName } from './names.ts';
import type { Shelf, Writer } from './shelf.ts';

export interface Imported {
  readonly added: readonly ConversationSummary[];
  /** How many were there already. */
  readonly present: number;
  /** How many messages were whole in a damaged export; undefined when it is not damaged. */
  readonly recovered: number | undefined;
}

/** How long other processes wait at a time while many conversations are added, in ms. */
const TURN_MS = 500;
/** How long they then have to take their turn, in ms: longer than the longest pause between two of their tries. */
const PAUSE_MS = 75;

/** Adds the conversations in an export. Throws `usage` when `data` is none, or can't be written; what was added till then stays. */
export async function importConversations(
  shelf: Shelf,
  { clock, newId }: { readonly clock: Clock; newId(): string },
  data: string | Uint8Array,
  onProgress?: OnProgress,
): Promise<Imported> {
  const { conversations: exported, recovered } = decodeExport(data, new Date(clock.now()).toISOString());
  const added: ConversationSummary[] = [];
  const importer = createImporter(shelf, newId);
  let done = 0;
  while (done < exported.length) {
    onProgress?.(done, exported.length);
    // What shows the progress, and signals, get their turn.
    await new Promise((resolve) => setImmediate(resolve));
    if (done > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    await shelf.change((writer) => {
      importer.begin(writer);
      const endsAt = clock.monotonic() + TURN_MS;
      for (let next = exported[done]; next && clock.monotonic() < endsAt; next = exported[done]) {
        const summary = importer.add(next, writer);
        if (summary) added.push(summary);
        done++;
      }
      importer.end(writer);
      if (done === exported.length && added.length > 0) writer.tidyIndex();
    });
  }
  return { added, present: exported.length - added.length, recovered };
}

/** Ids of conversations of one shape, those that were opened by their first message's. */
interface Alike {
  readonly unopened: string[];
  readonly byFirstMessage: Map<string, string[]>;
}

/** Adds conversations to what is there. Under the lock alone, between `begin` and `end`; what it knows then is known the next time. */
export function createImporter({ folder }: Shelf, newId: () => string) {
  const names = new Set<string | null>();
  const alikeByShape = new Map<string, Alike>();
  /** What was in the store when it was last looked at; undefined when that can't be told from what is there now. */
  let known: string | undefined;

  function alike(summary: ConversationSummary): Alike {
    return getOrAdd(alikeByShape, shapeOf(summary), () => ({ unopened: [], byFirstMessage: new Map() }));
  }

  function registerOpened({ byFirstMessage }: Alike, id: string, conversation: Conversation): void {
    getOrAdd(byFirstMessage, firstMessageOf(conversation), () => []).push(id);
  }

  function isThere({ id: wanted, conversation, isTorn }: Exported): boolean {
    if (isTorn && wanted !== undefined && isId(wanted)) {
      const reading = folder.read(wanted);
      if (reading.kind === 'ok' && holdsAll(reading.conversation, conversation)) return true;
    }
    const candidates = alike(summarize(conversation));
    // Each is opened once, however many of the same title there are.
    for (const id of candidates.unopened.splice(0)) {
      const reading = folder.read(id);
      if (reading.kind === 'ok') registerOpened(candidates, id, reading.conversation);
    }
    return (candidates.byFirstMessage.get(firstMessageOf(conversation)) ?? []).some((id) => {
      // There is nothing in common between conversations in which nothing was said.
      if (conversation.messages.length === 0) return id === wanted;
      const reading = folder.read(id);
      return reading.kind === 'ok' && saysTheSame(reading.conversation, conversation);
    });
  }

  function freeId(wanted: string | undefined): string {
    let id = wanted !== undefined && isId(wanted) ? wanted : newId();
    while (folder.stamp(id)) id = newId();
    return id;
  }

  return {
    begin(writer: Writer): void {
      if (known !== undefined && known === writer.state()) return;
      names.clear();
      alikeByShape.clear();
      writer.consult((view) => {
        for (const summary of view.recent()) {
          names.add(summary.name);
          alike(summary).unopened.push(summary.id);
        }
        for (const { name } of view.unreadable) names.add(name);
      });
    },
    /** Gives the conversation as it was added; undefined when it was there already. */
    add(exported: Exported, writer: Writer): ConversationSummary | undefined {
      if (isThere(exported)) return undefined;
      const { id, conversation } = exported;
      const name = usableName(conversation.name);
      const added = {
        ...conversation,
        id: freeId(id),
        name: name === null ? null : freeName(name, (taken) => names.has(taken)),
      };
      writer.save(added, 1);
      const summary = summarize(added);
      names.add(summary.name);
      registerOpened(alike(summary), summary.id, added);
      return summary;
    },
    end(writer: Writer): void {
      known = writer.state();
    },
  };
}

function firstMessageOf({ messages }: Conversation): string {
  return messages[0]?.id ?? '';
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

/** What two conversations that say the same have in common, told without opening them. */
function shapeOf({ title, messageCount }: ConversationSummary): string {
  return `${messageCount} ${title}`;
}

/** Whether nothing would be gained by having both, whatever they are called. */
function saysTheSame(one: Conversation, other: Conversation): boolean {
  if (one.systemPrompt !== other.systemPrompt) return false;
  return one.messages.every((message, n) => {
    const same = other.messages[n];
    return message.id === same?.id && message.role === same.role && message.content === same.content;
  });
}

/** Whether every message of `part` is in `whole`, all of it: an answer may have gone on since. */
export function holdsAll(whole: Conversation, part: Conversation): boolean {
  const contents = new Map(whole.messages.map(({ id, content }) => [id, content]));
  return part.messages.every(({ id, content }) => contents.get(id)?.startsWith(content) ?? false);
}
