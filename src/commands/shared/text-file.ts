import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { CliError } from '../../errors.ts';

/** What is in a file that the user named, relative to `cwd`. Throws `usage` when it can't be read. */
export async function readNamedFile(path: string, cwd: string): Promise<Buffer> {
  try {
    return await readFile(resolve(cwd, path));
  } catch (error) {
    throw new CliError('usage', `can't read ${path}: ${reasonOf(error)}`, {
      hint: 'check the path',
      cause: error,
    });
  }
}

/** The text of a file that the user named, relative to `cwd`. Throws `usage` when it can't be read or is not UTF-8. */
export async function readTextFile(path: string, cwd: string): Promise<string> {
  const bytes = await readNamedFile(path, cwd);
  if (!isUtf8(bytes)) {
    throw new CliError('usage', `${path} is not UTF-8 text`, { hint: 'only text can be sent' });
  }
  return bytes.toString('utf8');
}

/** A file as it goes with a question: its name, then its text in a fence that the text does not contain. */
export async function attachmentOf(path: string, cwd: string): Promise<string> {
  const text = await readTextFile(path, cwd);
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
