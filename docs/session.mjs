// Makes the README's picture: `npm run picture`. What it shows was typed at the built ai-chat in a real terminal.
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { play } from './terminal-session.mjs';
import { toSvg } from './terminal-svg.mjs';

const SHELL = '$ ';
const CHAT = 'You: ';

const output = process.argv[2] ?? fileURLToPath(new URL('session.svg', import.meta.url));
const home = await mkdtemp(join(tmpdir(), 'ai-chat-picture-'));
try {
  await symlink(fileURLToPath(new URL('../bin/ai-chat.js', import.meta.url)), join(home, 'ai-chat'));
  const screen = await play({
    file: 'bash',
    args: ['--noprofile', '--norc'],
    cwd: home,
    env: {
      PATH: `${home}${delimiter}${process.env.PATH}`,
      HOME: home,
      AI_CHAT_CONFIG_DIR: join(home, 'config'),
      PS1: SHELL,
      TERM: 'xterm-256color',
      AI_CHAT_THEME: 'dark',
      LANG: 'C.UTF-8',
    },
    columns: 88,
    rows: 40,
    steps: [
      { prompt: SHELL, type: 'ai-chat chat --demo' },
      { prompt: CHAT, type: 'How do I ask from a shell or a script?' },
      { prompt: CHAT, type: '/quit' },
      { prompt: SHELL, type: 'ai-chat history' },
    ],
    end: SHELL,
  });
  await writeFile(output, toSvg(screen, 'ai-chat'));
} finally {
  await rm(home, { recursive: true, force: true });
}
