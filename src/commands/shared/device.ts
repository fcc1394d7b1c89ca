import { createWriteStream, openSync, type WriteStream } from 'node:fs';
import { isatty } from 'node:tty';
import { CliError } from '../../errors.ts';

/** Opens `file`, which the user calls `path`, to add to it. Throws `usage` where the operating system refuses. */
export function openDevice(path: string, file: string): { stream: WriteStream; isTerminal: boolean } {
  try {
    const fd = openSync(file, 'a');
    return { stream: createWriteStream(file, { fd }), isTerminal: isatty(fd) };
  } catch (cause) {
    throw new CliError('usage', `can't write to ${path}: ${(cause as Error).message}`, {
      hint: 'name a file, or something else that can be written to',
      cause,
    });
  }
}
