import { join } from 'node:path';
import type { Clearable } from '../conversation/ports.ts';
import { type FileSystem, fileError, namesIn, removeFile } from './file-system.ts';
import type { Shelf } from './shelf.ts';
import type { View } from './view.ts';

export interface ClearOptions {
  readonly configDir: string;
  readonly fs: FileSystem;
  /** Ms since 1970: only what was last used before goes, and only conversations. */
  readonly olderThan: number | undefined;
}

/** What {@link clear} would delete now. */
export function clearable(shelf: Shelf, options: ClearOptions): Promise<Clearable> {
  return shelf.consult((view) => count(shelf, view, options));
}

/**
 * Deletes conversations for good, and gives back how many there were; undefined, and nothing is deleted, where there is more
 * than what was `counted`.
 */
export async function clear(
  shelf: Shelf,
  options: ClearOptions,
  counted?: Clearable,
): Promise<number | undefined> {
  const { folder, index } = shelf;
  const { configDir, fs, olderThan } = options;
  if (olderThan !== undefined) {
    const anyOld = await shelf.consult((view) => idsOfOld(view, olderThan).length > 0);
    if (!anyOld) return 0;
    return shelf.change((writer) => {
      const ids = writer.consult((view) => idsOfOld(view, olderThan));
      return counted && ids.length > counted.conversations ? undefined : writer.remove(ids);
    });
  }
  if (!isThere(fs, configDir)) return 0;
  return shelf.change((writer) => {
    if (counted && isMore(countAll(shelf, options), counted)) return undefined;
    const { ids, temporaries, movedAside, recovered } = folder.list();
    const removed = writer.remove(ids);
    folder.sweep([...temporaries, ...movedAside, ...recovered]);
    index.remove();
    const names = namesIn(fs, configDir);
    // On a full disk our own lock may need one of the last: nothing comes after them.
    for (const name of [...names.filter(isTrace), ...names.filter(isOfLocks)])
      removeFile(fs, join(configDir, name));
    return removed;
  });
}

function count(shelf: Shelf, view: View, options: ClearOptions): Clearable {
  if (options.olderThan === undefined) return countAll(shelf, options);
  const conversations = idsOfOld(view, options.olderThan).length;
  return { conversations, damaged: 0, typed: 0, ageless: view.unreadable.length };
}

/** Of conversations, all that are there: those that can't be read, too. */
function countAll({ folder }: Shelf, { configDir, fs }: ClearOptions): Clearable {
  const { ids, movedAside, recovered } = folder.list();
  return {
    conversations: ids.length,
    damaged: movedAside.length + recovered.length,
    typed: namesIn(fs, configDir).filter(isTyped).length,
    ageless: 0,
  };
}

function isMore(now: Clearable, before: Clearable): boolean {
  return now.conversations > before.conversations || now.damaged > before.damaged || now.typed > before.typed;
}

function idsOfOld(view: View, olderThan: number): readonly string[] {
  return [...view.recent()].filter(({ updatedAt }) => Date.parse(updatedAt) < olderThan).map(({ id }) => id);
}

function isTyped(name: string): boolean {
  return /^\.?input-history/.test(name);
}

/** What was typed, and what processes that were killed left over. */
function isTrace(name: string): boolean {
  return isTyped(name) || name.startsWith('.index.jsonl.');
}

function isOfLocks(name: string): boolean {
  return name.startsWith('conversations.lock.');
}

function isThere(fs: FileSystem, path: string): boolean {
  try {
    return fs.statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw fileError('read', path, error);
  }
}
