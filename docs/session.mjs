// Makes the README's picture: `npm run picture`. What it shows was typed at the built ai-chat in a real terminal.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SHELL, withShell } from './shell.mjs';
import { toSvg } from './terminal-svg.mjs';

const CHAT = 'You: ';

const output = process.argv[2] ?? fileURLToPath(new URL('session.svg', import.meta.url));
await withShell(async (play) => {
  const screen = await play({
    env: { AI_CHAT_THEME: 'dark' },
    columns: 88,
    rows: 40,
    steps: [
      { prompt: SHELL, type: 'ai-chat chat --demo' },
      { prompt: CHAT, type: 'How do I ask from a shell or a script?' },
      { prompt: CHAT, type: '/quit' },
      { prompt: SHELL, type: 'ai-chat history' },
    ],
  });
  await writeFile(output, toSvg(screen, 'ai-chat'));
});
