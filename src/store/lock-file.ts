import type { Stats } from 'node:fs';
import {
  type FileSystem,
  hasCode,
  openPrivateFile,
  readBytes,
  removeFile,
  writeBytes,
} from './file-system.ts';

/** Who holds a lock. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

/** A lock as it was found. */
export interface Found {
  readonly text: string;
  /** Tells one lock from the next. */
  readonly identity: string;
  /** Ms since 1970. */
  readonly madeAt: number;
}

/** A lock as it was made. */
export interface Made {
  readonly identity: string;
  /** Why the text is not in it: the disk is full. */
  readonly refusal?: unknown;
}

/** Makes a file that holds `text`; undefined when it is there already, or, for who is patient, may be on its way out. */
export function createExclusively(
  fs: FileSystem,
  path: string,
  text: string,
  isPatient: boolean,
): Made | undefined {
  let fd: number;
  try {
    fd = openPrivateFile(fs, path, 'wx');
  } catch (error) {
    if (hasCode(error, 'EEXIST') || (isPatient && isBeingDeleted(fs, error))) return undefined;
    throw error;
  }
  try {
    if (text === '') return { identity: '' };
    try {
      writeBytes(fs, fd, Buffer.from(text));
      return { identity: text };
    } catch (error) {
      if (!hasCode(error, 'ENOSPC', 'EDQUOT')) throw error;
      return { identity: identityOf('', fs.fstatSync(fd)), refusal: error };
    }
  } catch (error) {
    removeFile(fs, path);
    throw error;
  } finally {
    fs.closeSync(fd);
  }
}

/** The lock at `path`; undefined when there is none. */
export function readLock(fs: FileSystem, path: string): Found | undefined {
  let fd: number;
  try {
    fd = fs.openSync(path, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT') || isBeingDeleted(fs, error)) return undefined;
    throw error;
  }
  try {
    const text = readBytes(fs, fd, 0, 1024).toString();
    const stats = fs.fstatSync(fd);
    return { text, identity: identityOf(text, stats), madeAt: stats.mtimeMs };
  } finally {
    fs.closeSync(fd);
  }
}

/**
 * The token in it, or, where it holds none, which file it is: no lock is taken over within {@link UNFINISHED_PATIENCE_MS}
 * of its making, so that one that takes its place, even with the same number, is of another time.
 */
function identityOf(text: string, { ino, mtimeMs }: Pick<Stats, 'ino' | 'mtimeMs'>): string {
  return holderIn(text) ? text : `${ino} ${mtimeMs}`;
}

/** On Windows a deleted file keeps its name, and can't be opened, while another process still has it open. */
function isBeingDeleted(fs: FileSystem, error: unknown): boolean {
  return fs.platform === 'win32' && hasCode(error, 'EPERM', 'EBUSY', 'EACCES');
}

/** Whom the text of a lock names; undefined where it names nobody. */
export function holderIn(text: string): Holder | undefined {
  try {
    const { pid, host, token } = JSON.parse(text) as Partial<Record<keyof Holder, unknown>>;
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof token !== 'string') return undefined;
    return Number.isSafeInteger(pid) && pid > 0 && /^[0-9a-z]+$/.test(token)
      ? { pid, host, token }
      : undefined;
  } catch {
    return undefined;
  }
}
