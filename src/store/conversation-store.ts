import { summarize } from '../conversation/document.ts';
import type { ConversationStore } from '../conversation/ports.ts';
import type { Conversation } from '../conversation/types.ts';
import { CliError } from '../errors.ts';
import type { Clock } from '../runtime.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { freeName } from './names.ts';
import { resolveReference } from './reference.ts';
import { nameTaken, refusalOf } from './refusals.ts';
import { createShelf, findNamed, type Writer } from './shelf.ts';

export interface ConversationStoreOptions {
  /** Need not be there yet. */
  readonly configDir: string;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Told, in one line, of a damaged file that was moved aside. */
  readonly warn: (message: string) => void;
  /** Told, in one line, of a wait for another process that is felt. */
  readonly note: (message: string) => void;
  readonly platform: NodeJS.Platform;
  /** Node's own, if not given. */
  readonly fs?: FileSystem;
}

/** Conversations as JSON files under the config dir, safe from kills and from other processes that write them. */
export function createConversationStore(options: ConversationStoreOptions): ConversationStore {
  const { configDir, clock, newId, warn, note, platform } = options;
  const fs = options.fs ?? { ...nodeFileSystem, platform };
  const shelf = createShelf({ configDir, clock, fs, warn, note });
  const { folder } = shelf;
  const named = (writer: Writer, name: string) => writer.consult((view) => findNamed(folder, view, name));

  function refuseTakenName(writer: Writer, name: string | null, id: string): void {
    if (name !== null && ![undefined, id].includes(named(writer, name)?.id)) throw nameTaken(name);
  }

  /** What a change applies to. */
  function currentOf(
    writer: Writer,
    known: Conversation,
  ): { readonly current: Conversation; readonly isNew: boolean } {
    const found = writer.read(known.id);
    if (typeof found !== 'string') return { current: found, isNew: false };
    const name =
      known.name === null ? null : freeName(known.name, (taken) => named(writer, taken) !== undefined);
    // What was deleted stays deleted, and the title was made of it. What was damaged was not, and is all here.
    const left = found === 'damaged' ? {} : { title: '', messages: [] };
    return { current: { ...known, ...left, name }, isNew: true };
  }

  function add(writer: Writer, conversation: Conversation): void {
    if (folder.stamp(conversation.id))
      throw new CliError('usage', `conversation ${conversation.id} is there already`);
    writer.save(conversation, 1);
  }

  return {
    list: ({ limit }) =>
      shelf.consult((view) => ({
        conversations: take(view.recent(), limit),
        total: view.total,
        unreadable: view.unreadable.map(({ id, reason }) => ({ id, reason })),
      })),
    latest: (matches) => shelf.consult((view) => firstThat(view.recent(), matches)),
    find: (reference) => resolveReference(shelf, reference),
    async findByName(name) {
      const conversation = await shelf.consult((view) => findNamed(folder, view, name));
      return conversation && summarize(conversation);
    },
    load: shelf.read,
    create: (conversation, wait) =>
      shelf.change((writer) => {
        refuseTakenName(writer, conversation.name, conversation.id);
        add(writer, conversation);
      }, wait),
    openNamed: (name, make, wait) =>
      shelf.change((writer) => {
        const found = named(writer, name);
        if (found) return found;
        const made = { ...make(), name };
        add(writer, made);
        return made;
      }, wait),
    update: (known, change, wait) =>
      shelf.change((writer) => {
        const { current, isNew } = currentOf(writer, known);
        const wanted = change(current);
        if (wanted === current && !isNew) return current;
        const changed = { ...wanted, id: known.id };
        if (changed.name !== current.name) refuseTakenName(writer, changed.name, known.id);
        writer.save(changed, isNew ? 1 : 0);
        return changed;
      }, wait),
    rename: (id, name, wait) =>
      shelf.change((writer) => {
        const current = writer.read(id);
        if (typeof current === 'string') throw refusalOf(folder, id, { kind: current });
        if (current.name === name) return current;
        refuseTakenName(writer, name, id);
        const renamed = { ...current, name };
        writer.save(renamed, 0);
        return renamed;
      }, wait),
    remove: (ids) => shelf.change((writer) => writer.remove(ids)),
    async clearable({ olderThan }) {
      const { clearable } = await import('./clear.ts');
      return clearable(shelf, { configDir, fs, olderThan });
    },
    async clear({ olderThan, counted }) {
      const { clear } = await import('./clear.ts');
      return clear(shelf, { configDir, fs, olderThan }, counted);
    },
    async *search(text, signal, onProgress) {
      const { searchMessages } = await import('./search.ts');
      yield* searchMessages(shelf, clock, text, signal, onProgress);
    },
    async import(data, onProgress) {
      const { importConversations } = await import('./import.ts');
      return importConversations(shelf, { clock, newId }, data, onProgress);
    },
    async check({ repair, onProgress }) {
      const { checkStore } = await import('./check.ts');
      return checkStore(shelf, { configDir, fs, clock, newId, onProgress }, repair);
    },
  };
}

function firstThat<T>(items: Iterable<T>, matches: (item: T) => boolean): T | undefined {
  for (const item of items) if (matches(item)) return item;
  return undefined;
}

/** The first `limit` of `items`; 0 means all. No more than those are made. */
function take<T>(items: Iterable<T>, limit: number): T[] {
  const taken: T[] = [];
  for (const item of items) {
    taken.push(item);
    if (taken.length === limit) break;
  }
  return taken;
}
