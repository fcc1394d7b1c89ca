import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError } from '../errors.ts';

/**
 * Puts `content` into a file of the user's, whole or not at all. A file that is there keeps its mode, and a link leads
 * where it led. Throws `usage` when it can't be written.
 */
export function writeWholeFile(path: string, content: string): void {
  const target = resolveLink(path);
  const temporary = join(dirname(target), `.ai-chat.${Math.random().toString(36).slice(2)}.tmp`);
  let written = false;
  try {
    // The mode of a file that is there is the user's choice; the umask decides about a new one.
    const mode = statSync(target, { throwIfNoEntry: false })?.mode ?? 0o666;
    const fd = openSync(temporary, 'wx', mode & 0o777);
    written = true;
    try {
      const bytes = Buffer.from(content);
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, target);
  } catch (cause) {
    if (written) discard(temporary);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('usage', `can't write ${path}: ${reason}`, {
      hint: 'check the path and the space left',
      cause,
    });
  }
}

function resolveLink(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** What went wrong before matters more than that this fails too. */
function discard(path: string): void {
  try {
    unlinkSync(path);
  } catch {}
}
