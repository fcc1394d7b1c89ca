import { join } from 'node:path';
import type { Clearable } from '../conversation/ports.ts';
import type { ConversationFolder } from './conversation-folder.ts';
import { type FileSystem, fileError, isFolder, namesIn, removeUnlessFolder } from './file-system.ts';
import type { Shelf, Writer } from './shelf.ts';
import type { View } from './view.ts';

export interface ClearOptions {
  readonly configDir: string;
  readonly fs: FileSystem;
  /** Ms since 1970: only what was last used before goes, and only conversations. */
  readonly olderThan: number | undefined;
}

const NOTHING: Clearable = { conversations: 0, damaged: 0, typed: 0, ageless: 0, folders: [] };

/** What {@link clear} would delete now. */
export function clearable(shelf: Shelf, options: ClearOptions): Promise<Clearable> {
  return shelf.consult((view) => {
    if (options.olderThan === undefined) return countAll(shelf, options);
    const conversations = idsOfOld(view, options.olderThan).length;
    return { ...NOTHING, conversations, ageless: view.unreadable.length };
  });
}

/**
 * Deletes conversations for good, and gives back what went; undefined, and nothing is deleted, where there is more than what
 * was `counted`. Where there is no age to be found out, no file is read.
 */
export async function clear(
  shelf: Shelf,
  options: ClearOptions,
  counted?: Clearable,
): Promise<Clearable | undefined> {
  const { configDir, fs, olderThan } = options;
  if (olderThan !== undefined) return clearOld(shelf, olderThan, counted);
  if (!isThere(fs, configDir)) return NOTHING;
  return shelf.change((writer) => {
    if (counted && isMore(countAll(shelf, options), counted)) return undefined;
    return clearAll(shelf, writer, options);
  });
}

async function clearOld(
  shelf: Shelf,
  olderThan: number,
  counted: Clearable | undefined,
): Promise<Clearable | undefined> {
  const look = (view: View) => ({ ids: idsOfOld(view, olderThan), ageless: view.unreadable.length });
  // Without any there is nothing to write, and no need of a disk that can be written.
  const first = await shelf.consult(look);
  if (first.ids.length === 0) return { ...NOTHING, ageless: first.ageless };
  return shelf.change((writer) => {
    const { ids, ageless } = writer.consult(look);
    if (counted && ids.length > counted.conversations) return undefined;
    return { ...NOTHING, conversations: writer.remove(ids), ageless };
  });
}

function clearAll({ folder, index }: Shelf, writer: Writer, options: ClearOptions): Clearable {
  const { configDir, fs } = options;
  const { ids, temporaries, movedAside, recovered } = folder.list();
  const conversations = writer.remove(ids);
  folder.sweep(temporaries);
  const damaged = folder.sweep([...movedAside, ...recovered]);
  index.remove();
  const remove = (names: readonly string[]) =>
    names.filter((name) => removeUnlessFolder(fs, join(configDir, name))).length;
  const names = namesIn(fs, configDir);
  const typed = remove(names.filter(isTyped));
  remove(names.filter(isLeftOver));
  // On a full disk our own lock may need one of the last: nothing comes after them.
  remove(names.filter(isOfLocks));
  return { ...NOTHING, conversations, damaged, typed, folders: pathsIn(folder, options).folders };
}

function countAll({ folder }: Shelf, options: ClearOptions): Clearable {
  const { conversations, damaged, typed, folders } = pathsIn(folder, options);
  return {
    conversations: conversations.length,
    damaged: damaged.length,
    typed: typed.length,
    ageless: 0,
    folders,
  };
}

/** What can be deleted, and the folders that stand where such files would. */
function pathsIn(folder: ConversationFolder, { configDir, fs }: ClearOptions) {
  const { ids, movedAside, recovered } = folder.list();
  const conversations = ids.map(folder.pathOf);
  const damaged = [...movedAside, ...recovered].map((name) => join(folder.path, name));
  const typed = namesIn(fs, configDir)
    .filter(isTyped)
    .map((name) => join(configDir, name));
  const folders = [...conversations, ...damaged, ...typed].filter((path) => isFolder(fs, path));
  const isFile = (path: string) => !folders.includes(path);
  return {
    conversations: conversations.filter(isFile),
    damaged: damaged.filter(isFile),
    typed: typed.filter(isFile),
    folders,
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

/** Of the index, from processes that were killed. */
function isLeftOver(name: string): boolean {
  return name.startsWith('.index.jsonl.');
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
