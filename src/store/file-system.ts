import { constants as limits } from 'node:buffer';
import fs, { constants, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { platform } from 'node:process';
import { CliError } from '../errors.ts';

/** What the store asks of the operating system. Tests put one that fails in its place. */
export interface FileSystem
  extends Pick<
    typeof fs,
    | 'accessSync'
    | 'closeSync'
    | 'fchmodSync'
    | 'fdatasyncSync'
    | 'fstatSync'
    | 'lstatSync'
    | 'mkdirSync'
    | 'openSync'
    | 'readdirSync'
    | 'readSync'
    | 'renameSync'
    | 'rmdirSync'
    | 'statSync'
    | 'unlinkSync'
    | 'writeSync'
  > {
  readonly platform: NodeJS.Platform;
}

/** One by one: to spread all of `node:fs` has Node load its streams and promises, 2 to 4 ms. */
export const nodeFileSystem: FileSystem = {
  accessSync: fs.accessSync,
  closeSync: fs.closeSync,
  fchmodSync: fs.fchmodSync,
  fdatasyncSync: fs.fdatasyncSync,
  fstatSync: fs.fstatSync,
  lstatSync: fs.lstatSync,
  mkdirSync: fs.mkdirSync,
  openSync: fs.openSync,
  readdirSync: fs.readdirSync,
  readSync: fs.readSync,
  renameSync: fs.renameSync,
  rmdirSync: fs.rmdirSync,
  statSync: fs.statSync,
  unlinkSync: fs.unlinkSync,
  writeSync: fs.writeSync,
  platform,
};

/** Files and folders hold what was said in private: nobody but their owner reads them, whatever the umask. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/**
 * Makes a folder, and what it lies in, for the owner alone. One that is there keeps its mode. Step by step: Node's own
 * `recursive` never comes back where a folder can't be made though its parent is there, as in /proc or in a working
 * directory that was deleted.
 */
function makePrivateFolder(fs: FileSystem, path: string): void {
  try {
    makeFolder(fs, path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error;
    makePrivateFolder(fs, dirname(path));
    makeFolder(fs, path);
  }
}

function makeFolder(fs: FileSystem, path: string): void {
  try {
    fs.mkdirSync(path, { mode: PRIVATE_FOLDER });
  } catch (error) {
    if (!hasCode(error, 'EEXIST') || !fs.statSync(path).isDirectory()) throw error;
  }
}

/** Opens a file for its owner alone, and makes the folder that it lies in if that is missing. */
export function openPrivateFile(fs: FileSystem, path: string, flags: 'wx' | 'a'): number {
  try {
    return fs.openSync(path, flags, PRIVATE_FILE);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    makePrivateFolder(fs, dirname(path));
    return fs.openSync(path, flags, PRIVATE_FILE);
  }
}

/** Opens a file to read it. Where somebody has put a named pipe, that does not wait for a writer. */
export function openToRead(fs: FileSystem, path: string): number {
  // Windows has no such flag.
  return fs.openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}

/** More than fits one text of Node's. */
export const TOO_LARGE = 'it is too large';

/** Why what `stats` tell of is not to be read whole, in words; undefined where it may be. */
export function flawOf(stats: Stats): string | undefined {
  if (stats.isDirectory()) return REASONS.EISDIR;
  // A pipe or a device may never end, and has no size.
  if (!stats.isFile()) return 'it is not a file';
  return stats.size > limits.MAX_STRING_LENGTH ? TOO_LARGE : undefined;
}

/** Reads `length` bytes from `position` on, or as many as there are. */
export function readBytes(fs: FileSystem, fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = fs.readSync(fd, bytes, filled, length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

/** Writes all of `bytes`: one call may write less, which is how a disk that is nearly full says so. */
export function writeBytes(fs: FileSystem, fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    written += fs.writeSync(fd, bytes, written, bytes.length - written);
  }
}

/** Removes a file; false when there was none. */
export function removeFile(fs: FileSystem, path: string): boolean {
  try {
    fs.unlinkSync(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Removes what may not be a file; false when there was nothing, or a folder: that one is left. */
export function removeUnlessFolder(fs: FileSystem, path: string): boolean {
  try {
    return removeFile(fs, path);
  } catch (error) {
    // Systems differ in what they say of a folder.
    if (hasCode(error) && isFolder(fs, path)) return false;
    throw error;
  }
}

/** Whether a folder stands there; a symbolic link to one is a file. */
export function isFolder(fs: FileSystem, path: string): boolean {
  return fs.lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** What is in a folder; nothing when there is none. */
export function namesIn(fs: FileSystem, path: string): string[] {
  try {
    return fs.readdirSync(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Whether the operating system refused something, with one of `codes` if any are given. */
export function hasCode(
  error: unknown,
  ...codes: string[]
): error is NodeJS.ErrnoException & { code: string } {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return false;
  return codes.length === 0 || codes.includes(String(error.code));
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of that path is a file, not a folder',
  EEXIST: 'there is a file where a folder should be',
  EISDIR: 'there is a folder where a file should be',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the path is too long',
  ENOENT: 'no such file or folder',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EBUSY: 'another program holds it open',
  EIO: 'the disk reported an error',
};

/** Node refuses it of its own accord: the system would take the path to end there. */
const NO_PATH = 'no path holds a NUL character';

/** Why the operating system refused, in words. */
export function reasonOf(error: NodeJS.ErrnoException): string {
  return REASONS[error.code ?? ''] ?? error.code ?? error.message;
}

/** The `usage` error for what the operating system refused to do with `path`; anything else is given back as it is. */
export function fileError(
  verb: 'read' | 'write',
  path: string,
  error: unknown,
  hint = 'mend that, or name another folder with AI_CHAT_CONFIG_DIR',
): unknown {
  const reason = hasCode(error) ? reasonOf(error) : path.includes('\0') ? NO_PATH : undefined;
  if (reason === undefined) return error;
  return new CliError('usage', `can't ${verb} ${path}: ${reason}`, { hint, cause: error });
}
