import { join } from 'node:path';
import type { Clock } from '../runtime.ts';
import { isTemporaryName } from './atomic-write.ts';
import { CONVERSATIONS } from './conversation-folder.ts';
import { type FileSystem, hasCode, namesIn, removeFile } from './file-system.ts';
import { isAbandoned, lockPathOf, takeLock } from './lock.ts';

/** Something beside the conversations that a process left behind when it was killed. None of it holds what was said. */
export interface LeftOver {
  /** In the config dir. */
  readonly name: string;
  readonly detail: string;
  /** What has to be locked while it is removed, in the config dir. */
  readonly guardedBy: string;
}

interface Place {
  readonly configDir: string;
  readonly fs: FileSystem;
  readonly clock: Clock;
}

const CONFIG = 'config.json';
/** Where the config file is made ready to be moved into place: a folder. */
const CONFIG_STAGE = `.${CONFIG}.tmp`;

/** What is left over in the config dir; what a process that runs may be using is not. */
export function leftOversIn({ configDir, fs, clock }: Place): readonly LeftOver[] {
  const names = namesIn(fs, configDir);
  const now = clock.now();
  const isHeld = (guarded: string) => {
    const lock = lockPathOf(guarded);
    return names.includes(lock) && !isAbandoned(fs, join(configDir, lock), now);
  };
  return names.flatMap((name) => {
    const guardedBy = guardOf(name);
    if (guardedBy === undefined || isHeld(guardedBy)) return [];
    const isLock = name.startsWith(lockPathOf(guardedBy));
    return [
      { name, guardedBy, detail: isLock ? 'the lock of a process that is gone' : 'an unfinished write' },
    ];
  });
}

/** Removes it, unless a process uses it now; gives whether it is gone. Throws what the operating system refuses. */
export async function sweepLeftOver({ configDir, fs, clock }: Place, leftOver: LeftOver): Promise<boolean> {
  const path = join(configDir, leftOver.name);
  // Who takes an abandoned lock has removed it.
  const lock = await takeLock(join(configDir, leftOver.guardedBy), { fs, clock });
  if (!lock) return false;
  try {
    if (leftOver.name === CONFIG_STAGE) removeFolder(fs, path);
    else if (leftOver.name !== lockPathOf(leftOver.guardedBy)) removeFile(fs, path);
    return true;
  } finally {
    lock.free();
  }
}

function guardOf(name: string): string | undefined {
  const [, locked] = /^(conversations|config\.json)\.lock(\.|$)/.exec(name) ?? [];
  if (locked !== undefined) return locked;
  if (name === CONFIG_STAGE) return CONFIG;
  const isOfStore = name.startsWith('.index.jsonl.') || name.startsWith('.input-history.jsonl.');
  return isOfStore && isTemporaryName(name) ? CONVERSATIONS : undefined;
}

function removeFolder(fs: FileSystem, path: string): void {
  for (const name of namesIn(fs, path)) removeFile(fs, join(path, name));
  try {
    fs.rmdirSync(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}
