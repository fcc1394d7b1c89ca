import type { Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type FileSystem, hasCode, namesIn, openPrivateFile, removeFile, writeBytes } from './file-system.ts';

export interface Replacement {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** False for what can be made again: a power cut may leave that torn. */
  readonly flush: boolean;
  /** Absent: the owner's alone, in a folder made for it if need be. A number: these permissions. `usual`: any new file's. */
  readonly mode?: number | 'usual';
  /** Called when all is written, just before it takes effect; what it throws leaves the old file in place. */
  readonly confirm?: () => void;
}

/**
 * Replaces a file whole: written beside it, flushed, renamed over it. A kill leaves the old one or the new one, and so does a
 * power cut. Gives the new file's identity and times. Throws what the operating system refuses.
 */
export function replaceFile(fs: FileSystem, { path, bytes, flush, mode, confirm }: Replacement): Stats {
  const temporary = join(dirname(path), `.${stemOf(path)}.${Math.random().toString(36).slice(2)}.tmp`);
  const fd =
    mode === undefined ? openPrivateFile(fs, temporary, 'wx') : fs.openSync(temporary, 'wx', USUAL_MODE);
  try {
    const stats = fillAndClose(fs, fd, { bytes, flush, mode });
    confirm?.();
    renamePatiently(fs, temporary, path);
    return stats;
  } catch (error) {
    discard(fs, temporary);
    throw error;
  }
}

/** Bytes: with what is added to it, a name may be 255 long almost everywhere. */
const LONGEST_STEM = 200;

/** A file's name, or the beginning of one that leaves no room for an addition. */
function stemOf(path: string): string {
  const name = basename(path);
  return Buffer.byteLength(name) <= LONGEST_STEM ? name : [...name].slice(0, LONGEST_STEM / 4).join('');
}

/** Before the umask. */
const USUAL_MODE = 0o666;

/** What went wrong before matters more than that this fails too. */
function discard(fs: FileSystem, path: string): void {
  try {
    removeFile(fs, path);
  } catch {}
}

/** Removes what writers of `path` left behind when they were killed. Must be called while none is at work. */
export function sweepBeside(fs: FileSystem, path: string): void {
  const isLeftOver = (name: string) => name.startsWith(`.${basename(path)}.`) && isTemporaryName(name);
  for (const name of namesIn(fs, dirname(path)).filter(isLeftOver)) removeFile(fs, join(dirname(path), name));
}

/** Whether `name` is that of a file that {@link replaceFile} left behind when it was killed. */
export function isTemporaryName(name: string): boolean {
  return /^\..+\.[0-9a-z]+\.tmp$/.test(name);
}

function fillAndClose(
  fs: FileSystem,
  fd: number,
  {
    bytes,
    flush,
    mode,
  }: Pick<Replacement, 'bytes' | 'flush'> & { readonly mode: Replacement['mode'] | undefined },
): Stats {
  try {
    if (typeof mode === 'number') fs.fchmodSync(fd, mode);
    writeBytes(fs, fd, bytes);
    if (flush) fs.fdatasyncSync(fd);
    return fs.fstatSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** On Windows a virus scanner or an indexer holds new files open for a moment, and nothing can be renamed over them. */
function renamePatiently(fs: FileSystem, from: string, to: string): void {
  for (let triesLeft = fs.platform === 'win32' ? 30 : 0; ; triesLeft--) {
    try {
      fs.renameSync(from, to);
      return;
    } catch (error) {
      if (triesLeft === 0 || !hasCode(error, 'EPERM', 'EACCES', 'EBUSY')) throw error;
      // A lock is held here: waiting any other way would let another task in between.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
