import { join } from 'node:path';
import { type FileSystem, fileError, namesIn, removeFile } from './file-system.ts';
import type { Shelf } from './shelf.ts';

export interface ClearOptions {
  readonly configDir: string;
  readonly fs: FileSystem;
  /** Ms since 1970: only what was last used before goes, and only conversations. */
  readonly olderThan: number | undefined;
}

/** Deletes conversations for good, and gives back how many there were. */
export async function clear(shelf: Shelf, { configDir, fs, olderThan }: ClearOptions): Promise<number> {
  const { folder, index } = shelf;
  if (olderThan !== undefined) {
    const isOld = ({ updatedAt }: { readonly updatedAt: string }) => Date.parse(updatedAt) < olderThan;
    const anyOld = await shelf.consult((view) => [...view.recent()].some(isOld));
    if (!anyOld) return 0;
    return shelf.change((writer) =>
      writer.remove(writer.consult((view) => [...view.recent()].filter(isOld).map(({ id }) => id))),
    );
  }
  if (!isThere(fs, configDir)) return 0;
  return shelf.change((writer) => {
    const { ids, temporaries } = folder.list();
    const removed = writer.remove(ids);
    folder.sweep(temporaries);
    folder.removeMovedAside();
    index.remove();
    const names = namesIn(fs, configDir);
    // On a full disk our own lock may need one of the last: nothing comes after them.
    for (const name of [...names.filter(isTrace), ...names.filter(isOfLocks)])
      removeFile(fs, join(configDir, name));
    return removed;
  });
}

/** What was typed, and what processes that were killed left over. */
function isTrace(name: string): boolean {
  return /^(\.?input-history|\.index\.jsonl\.)/.test(name);
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
