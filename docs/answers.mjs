// Draws one answer as terminals of several kinds show it: `npm run picture`. The built ai-chat asks a server in this
// process, in a real terminal.
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SHELL, withShell } from './shell.mjs';
import { toSvg } from './terminal-svg.mjs';

const CHUNK = 5;
const PICTURES = [
  { name: 'answer-dark', columns: 88, theme: 'dark', env: {} },
  { name: 'answer-light', columns: 88, theme: 'light', env: {} },
  { name: 'answer-narrow', columns: 40, theme: 'dark', env: {} },
  { name: 'answer-no-color', columns: 88, theme: 'dark', env: { NO_COLOR: '1' } },
  { name: 'answer-dumb', columns: 88, theme: 'dark', env: { TERM: 'dumb' } },
  { name: 'answer-ascii', columns: 88, theme: 'dark', env: { LANG: 'C' } },
];
/** Those that the documents show; the others are to be looked at. */
const SHOWN = new Set(['answer-dark', 'answer-light', 'answer-narrow']);

const folder = process.argv[2] ?? fileURLToPath(new URL('.', import.meta.url));
const answer = await readFile(new URL('answer.md', import.meta.url), 'utf8');
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let start = 0; start < answer.length; start += CHUNK) {
    const delta = { content: answer.slice(start, start + CHUNK) };
    response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`);
  }
  response.end(
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`,
  );
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = server.address();
try {
  await withShell(async (play) => {
    for (const { name, columns, theme, env } of PICTURES) {
      if (process.argv[2] === undefined && !SHOWN.has(name)) continue;
      const screen = await play({
        env: { AI_CHAT_THEME: theme, OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, ...env },
        columns,
        rows: 60,
        steps: [{ prompt: SHELL, type: 'ai-chat ask "Which cache?"' }],
      });
      await writeFile(join(folder, `${name}.svg`), toSvg(screen, 'ai-chat', theme));
    }
  });
} finally {
  server.close();
}
