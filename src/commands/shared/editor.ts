import { spawn } from 'node:child_process';
import type { App } from '../../app.ts';
import { CliError } from '../../errors.ts';

/**
 * Opens `path` in the user's editor and waits until it is closed. `$VISUAL` and `$EDITOR` may hold arguments and are
 * read by the shell, as git does. Meanwhile the terminal is the editor's: Ctrl-C is its affair, and what else would end
 * us ends it first. `interrupted`: Ctrl-C has ended it. Throws `usage` when the editor can't be started or ends with an error.
 */
export async function openEditor({ runtime }: App, path: string): Promise<'closed' | 'interrupted'> {
  const { env, platform, interrupts } = runtime;
  const editor = env.VISUAL || env.EDITOR || (platform === 'win32' ? 'notepad' : 'vi');
  const child =
    platform === 'win32'
      ? spawn(`${editor} "${path}"`, { stdio: 'inherit', shell: true })
      : spawn('/bin/sh', shellArguments(editor, path), { stdio: 'inherit' });
  const stopListening = interrupts.listen((interrupt) => {
    if (interrupt !== 'SIGINT') child.kill(interrupt);
  });
  const end = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? signal));
  })
    .catch((cause: unknown) => {
      throw failed(editor, 'could not be started', cause);
    })
    .finally(stopListening);
  if (end === 0) return 'closed';
  // As a shell does. That Ctrl-C comes to us as well, but the system may tell of it later than of what it did.
  if (end === 'SIGINT') return 'interrupted';
  throw failed(editor, typeof end === 'number' ? `ended with exit code ${end}` : `was ended by ${end}`);
}

/**
 * What makes a shell run a command that the user wrote, with `operands` behind it. If it can, the shell becomes the
 * command: one that waits for it would be ended by the Ctrl-C that is meant for it.
 */
export function shellArguments(command: string, ...operands: readonly string[]): string[] {
  const isOneCommand = !/[;&|()\n]|^\s*\w+=/.test(command);
  const given = operands.length > 0 ? ' "$@"' : '';
  return ['-c', `${isOneCommand ? 'exec ' : ''}${command}${given}`, 'sh', ...operands];
}

function failed(editor: string, how: string, cause?: unknown): CliError {
  return new CliError('usage', `the editor \`${editor}\` ${how}`, {
    hint: 'set $VISUAL or $EDITOR to your editor',
    cause,
  });
}
