import { constants, createWriteStream, promises as fs } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { App } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { createOutput, type Output } from '../../terminal/output.ts';

/** What names standard output itself. It may lead to a regular file, which is the shell's and not to be replaced. */
const STANDARD_OUTPUT = new Set(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']);

/**
 * Standard output, or what `--output` names: a regular file is replaced when `end` is called, so that one whose
 * answer is not whole stays as it was; a pipe or device is written as the answer comes. `onGone` is called when
 * nobody reads any more. A named pipe waits for its reader, until `signal` aborts. Throws `usage` when the file could not be
 * written anyway.
 */
export async function createTarget(
  app: App,
  path: string | undefined,
  { onGone, signal }: { readonly onGone: () => void; readonly signal?: AbortSignal },
): Promise<Output> {
  if (path === undefined || STANDARD_OUTPUT.has(path)) return createOutput(app.runtime.stdout, { onGone });
  // No path holds a NUL character; a question is not to be asked whose answer can't be written.
  if (path === '' || path.includes('\0'))
    throw new CliError('usage', '--output names no file', { hint: 'name one' });
  const file = resolve(app.runtime.cwd, path);
  const kind = await fs.stat(file).catch(() => undefined);
  if (kind && (isOpenFile(file) || !(kind.isFile() || kind.isDirectory()))) {
    const stream = kind.isFIFO()
      ? await (await import('./named-pipe.ts')).openNamedPipe(file, 'write', signal)
      : createWriteStream(file, { flags: 'a' });
    return createOutput(stream, { onGone, name: path });
  }
  await checkWritable(path, file, kind?.isDirectory() ?? false);
  let content = '';
  return {
    write(text) {
      content += text;
    },
    gone: false,
    async flush() {},
    end: () => app.writeFile(file, content),
  };
}

/** Whether a path names a file that a process has open, such as `/dev/stderr`: whose it is decides what becomes of it. */
function isOpenFile(path: string): boolean {
  return /^\/(dev|proc)\//.test(path);
}

async function checkWritable(path: string, file: string, isDirectory: boolean): Promise<void> {
  if (isDirectory)
    throw new CliError('usage', `can't write to ${path}: it is a folder`, { hint: 'name a file' });
  try {
    await fs.access(dirname(file), constants.W_OK);
  } catch (cause) {
    throw new CliError('usage', `can't write to ${path}: its folder is not there or may not be written to`, {
      hint: 'check the path',
      cause,
    });
  }
}
