import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { play } from './terminal-session.mjs';

/** The shell's prompt. */
export const SHELL = '$ ';

/**
 * Gives `use` a shell in which `ai-chat` is the one that was built, with a home of its own that is gone afterwards.
 *
 * @param {(playInShell: (session: {
 *   env: Record<string, string>,
 *   columns: number,
 *   rows: number,
 *   steps: { prompt: string, type: string }[],
 * }) => ReturnType<typeof play>) => Promise<void>} use
 */
export async function withShell(use) {
  const home = await mkdtemp(join(tmpdir(), 'ai-chat-picture-'));
  try {
    await symlink(fileURLToPath(new URL('../bin/ai-chat.js', import.meta.url)), join(home, 'ai-chat'));
    await use(({ env, ...session }) =>
      play({
        file: 'bash',
        args: ['--noprofile', '--norc'],
        cwd: home,
        env: {
          PATH: `${home}${delimiter}${process.env.PATH}`,
          HOME: home,
          AI_CHAT_CONFIG_DIR: join(home, 'config'),
          PS1: SHELL,
          TERM: 'xterm-256color',
          LANG: 'C.UTF-8',
          ...env,
        },
        ...session,
        end: SHELL,
      }),
    );
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
