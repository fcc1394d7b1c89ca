import { isUtf8 } from 'node:buffer';
import { createReadStream, promises as fs } from 'node:fs';
import { basename, resolve } from 'node:path';
import { CliError } from '../../errors.ts';
import { LARGEST_INPUT, tooLarge } from '../../terminal/standard-input.ts';

/** How to read a file that the user named. */
export interface Reading {
  /** Gives up, with the signal's reason, when it aborts. */
  readonly signal?: AbortSignal;
  /** Bytes. A device such as /dev/zero never ends. */
  readonly most?: number;
  /** What to do about more than that. */
  readonly tooLargeHint?: string;
}

/** What is in a file that the user named, relative to `cwd`. Throws `usage` when it can't be read or is larger than `most`. */
export async function readNamedFile(path: string, cwd: string, reading: Reading = {}): Promise<Buffer> {
  const { signal, most = LARGEST_INPUT, tooLargeHint } = reading;
  let bytes: Buffer;
  try {
    bytes = await readUpTo(most + 1, fileAt(path, cwd), signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw new CliError('usage', `can't read ${path || 'a file without a name'}: ${reasonOf(error)}`, {
      hint: 'check the path',
      cause: error,
    });
  }
  if (bytes.length > most) throw tooLarge(path, most, tooLargeHint);
  return bytes;
}

async function readUpTo(most: number, file: string, signal?: AbortSignal): Promise<Buffer> {
  const source = (await fs.stat(file)).isFIFO()
    ? await (await import('./named-pipe.ts')).openNamedPipe(file, 'read', signal)
    : createReadStream(file, { end: most - 1, ...(signal && { signal }) });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks);
}

/** An empty path would be the folder itself. */
function fileAt(path: string, cwd: string): string {
  return path === '' ? '' : resolve(cwd, path);
}

/** The text of a file that the user named, relative to `cwd`. Throws `usage` when it can't be read, is too large or is not UTF-8. */
async function readTextFile(path: string, cwd: string, signal?: AbortSignal): Promise<string> {
  const bytes = await readNamedFile(path, cwd, { ...(signal && { signal }) });
  if (!isUtf8(bytes)) {
    throw new CliError('usage', `${path} is not UTF-8 text`, { hint: 'only text can be sent' });
  }
  return bytes.toString('utf8');
}

/** A file as it goes with a question: its name, then its text in a fence that the text does not contain. */
export async function attachmentOf(path: string, cwd: string, signal?: AbortSignal): Promise<string> {
  const text = await readTextFile(path, cwd, signal);
  const longest = (text.match(/`{3,}/g) ?? []).reduce((length, run) => Math.max(length, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${basename(path)}:\n${fence}\n${text}${text.endsWith('\n') ? '' : '\n'}${fence}`;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'you may not read it';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
