import { join } from 'node:path';
import { summarize } from '../conversation/document.ts';
import type { Wait } from '../conversation/ports.ts';
import type { Conversation } from '../conversation/types.ts';
import type { Clock } from '../runtime.ts';
import { createCatalogue } from './catalogue.ts';
import {
  CONVERSATIONS,
  type ConversationFolder,
  createConversationFolder,
  isId,
} from './conversation-folder.ts';
import { type FileSystem, fileError, hasCode, reasonOf } from './file-system.ts';
import { createIndexFile, type IndexFile } from './index-file.ts';
import { type HeldLock, type LockOptions, takeLock, withLock } from './lock.ts';
import { ifRefused, newerVersion, refusalOf } from './refusals.ts';
import { Outdated, type View } from './view.ts';

export interface ShelfOptions {
  readonly configDir: string;
  readonly clock: Clock;
  readonly fs: FileSystem;
  readonly warn: (message: string) => void;
  readonly note: (message: string) => void;
}

/** The conversations' files, their index, and the one lock over both. Throws `usage` for what the operating system refuses. */
export interface Shelf {
  readonly folder: ConversationFolder;
  readonly index: IndexFile;
  /** Gives what `look` makes of the index, or of the folder itself where the index is out of date. */
  consult<T>(look: (view: View) => T): Promise<T>;
  /** The same, whatever the index says: finds what somebody edited in place. */
  inspect<T>(look: (view: View) => T): Promise<T>;
  /** The conversation. Throws `usage` when there is none to be had; a damaged one has then been moved aside. */
  read(id: string): Promise<Conversation>;
  /** Runs `action` while no other process writes. Throws the signal's reason when that ends the wait. */
  change<T>(action: (writer: Writer) => T, wait?: Wait): Promise<T>;
}

/** What can be done under the lock; none of it waits. */
export interface Writer {
  consult<T>(look: (view: View) => T): T;
  /**
   * The conversation as it is on disk now, or why there is none; a damaged one has then been moved aside. Throws
   * `usage` for one that is to be left alone.
   */
  read(id: string): Conversation | 'missing' | 'damaged';
  /** Moves it aside if it is damaged; gives why that can't be done. */
  setAside(id: string): string | undefined;
  save(conversation: Conversation, growth: 0 | 1): void;
  /** Gives back how many were there. */
  remove(ids: readonly string[]): number;
  tidyIndex(): void;
  /** The same as before when no ai-chat changed anything since; undefined when that can't be told. */
  state(): string | undefined;
}

/** A reader waits this long for the lock, in ms. It needs it only to mend the index or to move what is damaged aside, and can do without. */
const READER_WAIT_MS = 1000;

/**
 * The shelf under a config dir, which need not be there. `warn` is told of damaged files that were moved aside, in one line each,
 * `note` of waits for another process that are felt.
 */
export function createShelf({ configDir, clock, fs, warn, note }: ShelfOptions): Shelf {
  // Its lock is held for the milliseconds of a flushed write.
  const path = join(configDir, CONVERSATIONS);
  const folder = createConversationFolder(fs, path, clock.now);
  const index = createIndexFile(fs, join(configDir, 'index.jsonl'));
  const catalogue = createCatalogue(folder, index, warn);
  const lockOptions: LockOptions = { clock, fs };

  function consultNow<T>(look: (view: View) => T, obstacle?: string): T {
    const view = catalogue.glance();
    try {
      if (view) return look(view);
    } catch (error) {
      if (!(error instanceof Outdated)) throw error;
    }
    return look(catalogue.examine(obstacle));
  }

  /** Under the lock if it can be had; else `action` is told why not. On a read-only disk it can't, and nothing can be mended there. */
  async function underLockIfFree<T>(action: (obstacle?: string) => T): Promise<T> {
    const isThere = reporting('read', () => folder.modifiedAt() !== undefined);
    let obstacle = 'another ai-chat is at work';
    const options = { ...lockOptions, waitMs: READER_WAIT_MS };
    const lock = isThere
      ? await takeLock(path, options).catch((error: unknown) => {
          if (!hasCode(error)) throw error;
          obstacle = reasonOf(error);
          return undefined;
        })
      : undefined;
    try {
      return reporting('read', () => action(lock ? undefined : obstacle));
    } finally {
      lock?.free();
    }
  }

  /** Says in words what the operating system refused. */
  function reporting<T>(verb: 'read' | 'write', action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw fileError(verb, path, error);
    }
  }

  function writerWith(lock: HeldLock): Writer {
    return {
      consult: (look) => consultNow(look),
      read(id) {
        const reading = folder.read(id);
        if (reading.kind === 'ok') return reading.conversation;
        if (reading.kind === 'damaged') catalogue.setAside(id);
        else if (reading.kind !== 'missing') throw refusalOf(folder, id, reading);
        return reading.kind;
      },
      setAside: catalogue.setAside,
      save(conversation, growth) {
        catalogue.record(() => {
          const stamp = folder.write(conversation, lock.confirm);
          return [{ id: conversation.id, entry: { summary: summarize(conversation), stamp }, growth }];
        });
      },
      remove(ids) {
        let removed = 0;
        catalogue.record(() => {
          lock.confirm();
          const gone = [...new Set(ids)].filter((id) => isId(id) && folder.remove(id));
          removed = gone.length;
          return gone.map((id) => ({ id, entry: null, growth: -1 }));
        });
        return removed;
      },
      tidyIndex: catalogue.tidyIndex,
      state: catalogue.state,
    };
  }

  function changeWithin<T>(options: LockOptions, action: (writer: Writer) => T): Promise<T> {
    return withLock(path, { ...lockOptions, ...options }, (lock) =>
      reporting('write', () => action(writerWith(lock))),
    );
  }

  return {
    folder,
    index,
    change: (action, { signal, isSilent } = {}) =>
      changeWithin({ signal, note: isSilent ? undefined : note }, action),
    async consult(look) {
      try {
        const view = reporting('read', () => catalogue.glance());
        if (view) return reporting('read', () => look(view));
      } catch (error) {
        if (!(error instanceof Outdated)) throw error;
      }
      return underLockIfFree((obstacle) => consultNow(look, obstacle));
    },
    inspect: (look) => underLockIfFree((obstacle) => look(catalogue.examine(obstacle))),
    async read(id) {
      if (!isId(id)) throw refusalOf(folder, id, { kind: 'missing' });
      const reading = folder.read(id);
      if (reading.kind === 'ok') return reading.conversation;
      // Where it can't be moved aside, that it is damaged is still what has to be said.
      if (reading.kind === 'damaged')
        await changeWithin({ waitMs: READER_WAIT_MS }, (writer) => writer.read(id)).catch(ifRefused);
      throw refusalOf(folder, id, reading);
    },
  };
}

/**
 * The conversation of that name among those in `view`; of several, which only editing by hand can make, the last saved
 * one. Throws `usage` for one that is there and can't be read: its name is not free.
 */
export function findNamed(folder: ConversationFolder, view: View, name: string): Conversation | undefined {
  const unreadable = view.unreadable.filter((conversation) => conversation.name === name);
  for (const id of [...unreadable.map((conversation) => conversation.id), ...view.named(name)]) {
    const reading = folder.read(id);
    if (reading.kind === 'ok' && reading.conversation.name === name) return reading.conversation;
    if (reading.kind === 'newer' && reading.name === name) throw newerVersion(name);
    // The index tells what it was called once: only looking at all of them tells what it is called now.
    if ((reading.kind === 'damaged' || reading.kind === 'unreadable') && view.isFromIndex)
      throw new Outdated();
    if (reading.kind === 'unreadable') throw refusalOf(folder, id, reading);
  }
  return undefined;
}
