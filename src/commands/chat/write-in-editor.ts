import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { openEditor } from '../shared/editor.ts';
import type { Interlocutor } from './slash-command.ts';

/**
 * Lets the user write in their editor, beginning with `draft`, and gives what it is then, without its last line end; `unsaved` where the
 * editor was left without saving: `:q!` means that it is not to be sent, as in psql's `\edit`; `empty` where nothing is left. Both are
 * said. Throws `usage` when there is no terminal, when there is no such editor, when it ends with an error, and when there is no place
 * for its file.
 */
export async function writeInEditor(
  app: App,
  { say, lendTerminal }: Interlocutor,
  draft: string,
): Promise<{ readonly text: string } | 'unsaved' | 'empty'> {
  if (!lendTerminal) throw new CliError('usage', '/edit needs a terminal', { hint: 'send the text itself' });
  const text = await lendTerminal(() => write(app, draft));
  if (text === undefined) say('not saved in the editor; nothing was sent');
  else if (text.trim() === '') say('nothing was written; nothing was sent');
  else return { text };
  return text === undefined ? 'unsaved' : 'empty';
}

async function write(app: App, draft: string): Promise<string | undefined> {
  try {
    return await writeInFile(app, draft);
  } catch (error) {
    if (error instanceof CliError || !(error instanceof Error && 'syscall' in error)) throw error;
    throw new CliError('usage', `can't keep a file for the editor in ${tmpdir()}: ${error.message}`, {
      hint: 'name another folder with TMPDIR',
      cause: error,
    });
  }
}

async function writeInFile(app: App, draft: string): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'ai-chat-'));
  try {
    const path = join(folder, 'message.md');
    await writeFile(path, draft, { mode: 0o600 });
    // Old, so that a save shows on a file system whose clock is coarse, and where it changes nothing in the text.
    await utimes(path, LONG_AGO, LONG_AGO);
    if ((await openEditor(app, path)) === 'interrupted') return undefined;
    // Gone: the editor, or somebody in it, took it away.
    const saved = await stat(path).catch(() => undefined);
    if (saved === undefined || saved.mtime.getTime() === LONG_AGO.getTime()) return undefined;
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const LONG_AGO = new Date('2000-01-01T00:00:00Z');
