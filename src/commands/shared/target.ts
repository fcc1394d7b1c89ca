import { constants, promises as fs } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { App } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { createOutput, type Output } from '../../terminal/output.ts';

/** What names standard output itself. It may lead to a regular file, which is the shell's and not to be replaced. */
const STANDARD_OUTPUT = new Set(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']);

/** What a command's text goes to. */
export interface Target extends Output {
  /** `file`: a regular one, replaced by `end`. */
  readonly kind: 'standard output' | 'file' | 'other';
  /** Whether it leads to a terminal, standard output or another one: nothing is to be written that could steer that. */
  readonly isTerminal: boolean;
}

/** What a target is, apart from what writes to it. */
export type TargetKind = Pick<Target, 'kind' | 'isTerminal'>;

/** What standard output is. */
export function standardOutput({ runtime }: App): TargetKind {
  return { kind: 'standard output', isTerminal: runtime.stdout.isTTY ?? false };
}

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
): Promise<Target> {
  if (path === undefined || STANDARD_OUTPUT.has(path)) {
    return Object.assign(createOutput(app.runtime.stdout, { onGone }), standardOutput(app));
  }
  // No path holds a NUL character; a question is not to be asked whose answer can't be written.
  if (path === '' || path.includes('\0'))
    throw new CliError('usage', '--output names no file', { hint: 'name one' });
  const file = resolve(app.runtime.cwd, path);
  const stats = await fs.stat(file).catch(() => undefined);
  if (stats?.isFIFO()) {
    const { openNamedPipe } = await import('./named-pipe.ts');
    const stream = await openNamedPipe(file, 'write', signal);
    return Object.assign(createOutput(stream, { onGone, name: path }), {
      kind: 'other',
      isTerminal: false,
    } as const);
  }
  if (stats && (isOpenFile(file) || !(stats.isFile() || stats.isDirectory()))) {
    const { openDevice } = await import('./device.ts');
    const { stream, isTerminal } = openDevice(path, file);
    return Object.assign(createOutput(stream, { onGone, name: path }), {
      kind: 'other',
      isTerminal,
    } as const);
  }
  await checkWritable(path, file, stats?.isDirectory() ?? false);
  let content = '';
  return {
    kind: 'file',
    isTerminal: false,
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
