import { realpathSync } from 'node:fs';
import { replaceFile } from './atomic-write.ts';
import { type FileSystem, fileError, nodeFileSystem, writeBytes } from './file-system.ts';

/**
 * Replaces a file that the user named by `content`, or leaves it as it was, where it is a regular file; it keeps its permissions,
 * and a link still leads to it. Writes into anything else, such as a pipe. Throws `usage` when it can't be written.
 */
export function writeWholeFile(path: string, content: string, fs: FileSystem = nodeFileSystem): void {
  const bytes = Buffer.from(content);
  try {
    const found = fs.statSync(path, { throwIfNoEntry: false });
    if (!found) replaceFile(fs, { path, bytes, flush: true, mode: 'usual' });
    else if (found.isFile())
      replaceFile(fs, { path: realpathSync(path), bytes, flush: true, mode: found.mode & 0o777 });
    else writeInto(fs, path, bytes);
  } catch (error) {
    throw fileError('write', path, error, 'choose another file');
  }
}

function writeInto(fs: FileSystem, path: string, bytes: Uint8Array): void {
  const fd = fs.openSync(path, 'w');
  try {
    writeBytes(fs, fd, bytes);
  } finally {
    fs.closeSync(fd);
  }
}
