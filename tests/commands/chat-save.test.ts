import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openChat, say } from '../helpers/chat.ts';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { UP } from '../helpers/keys.ts';
import { serve } from '../helpers/talk.ts';
import { atPrompt } from '../helpers/window.ts';

it.skipIf(process.platform === 'win32')('/save asks before it replaces a file', async () => {
  const server = await serve(answer('the answer'));
  const path = join(testHome().cwd, 'notes.md');
  writeFileSync(path, 'mine');
  const shown = await openChat(server.env);
  await say(shown, 'hi', 'the answer');
  shown.type('/save notes.md\r');
  await shown.until('notes.md is there already. Replace it? [y/N]');
  shown.type('\r');
  await shown.until('nothing was written');
  await shown.until(atPrompt(shown));
  // Half a yes and Ctrl-C are a no, too.
  shown.type('/save notes.md\r');
  await shown.until(/\[y\/N\].*\[y\/N\]\s*$/s);
  shown.type('y');
  await shown.until('[y/N] y');
  shown.type('\u0003');
  await shown.until(/nothing was written.*nothing was written/s);
  await shown.until(atPrompt(shown));
  expect(readFileSync(path, 'utf8')).toBe('mine');
  // What was replied is no message: Up brings the command.
  shown.type(UP);
  await shown.until('You: /save notes.md');
  shown.type('\ry\r');
  await shown.until('wrote notes.md');
  expect(readFileSync(path, 'utf8')).toBe('the answer\n');
});

it.skipIf(process.platform === 'win32')(
  'a question in a chat offers no commands, and nothing that was sent before',
  async () => {
    const server = await serve(answer('the answer'));
    writeFileSync(join(testHome().cwd, 'notes.md'), 'mine');
    const shown = await openChat(server.env);
    await say(shown, 'hi', 'the answer');
    shown.type('/save notes.md\r');
    await shown.until('Replace it? [y/N]');
    shown.type(`${UP}\t/mo\t`);
    await shown.until(() => shown.bells > 1);
    await shown.until('[y/N] /mo');
    expect(shown.history().at(-1)).toBe('notes.md is there already. Replace it? [y/N] /mo');
    shown.type('\u0015\u0003');
    await shown.until('nothing was written');
    await shown.until(atPrompt(shown));
    shown.type(`${UP}`);
    await shown.until('You: /save notes.md');
  },
);

it.skipIf(process.platform === 'win32')(
  'a question in a chat is answered by what was typed ahead, where the terminal can do no more than lines, too',
  async () => {
    const server = await serve(answer('the answer'));
    const path = join(testHome().cwd, 'notes.md');
    writeFileSync(path, 'mine');
    const shown = await openChat({ ...server.env, TERM: 'dumb' });
    await say(shown, 'hi', 'the answer');
    shown.type('/save notes.md\ry\r');
    await shown.until('wrote notes.md');
    expect(readFileSync(path, 'utf8')).toBe('the answer\n');
  },
);
