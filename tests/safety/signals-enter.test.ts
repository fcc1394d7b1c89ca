import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer, silence } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { CTRL_C, CTRL_D } from '../helpers/keys.ts';
import { saidTo, serve, storedConversation } from '../helpers/talk.ts';
import type { Screen } from '../helpers/terminal-emulator.ts';
import { atPrompt } from '../helpers/window.ts';
import { endSane, openJob, signal } from './job.ts';

const INTERRUPTED = '[interrupted; /retry asks again]';

/** A chat at its prompt. */
async function openChat(env: Readonly<Record<string, string>>): Promise<Screen> {
  const screen = openJob('run chat', env);
  await screen.until(atPrompt(screen));
  return screen;
}

/**
 * Keeps the input history from being written until somebody reads it. The chat has looked at it before, when it was no
 * pipe yet.
 */
function slowHistory(): { goOn(): Promise<unknown> } {
  const path = join(testHome().config, 'input-history.jsonl');
  execFileSync('mkdir', ['-p', testHome().config]);
  execFileSync('mkfifo', [path]);
  return { goOn: () => readFile(path) };
}

describe.skipIf(process.platform === 'win32')('an interrupt right behind Enter', () => {
  it('stops the answer that has not begun, and keeps its question', async () => {
    const server = await serve(silence);
    const screen = await openChat(server.env);
    screen.type(`hi\r${CTRL_C}`);
    await screen.until(INTERRUPTED);
    await screen.until(atPrompt(screen));
    expect(storedConversation().messages.map(({ content }) => content)).toEqual(['hi']);
    const asked = server.requests.length;
    server.setReplies(answer('Here.'));
    screen.type('/retry\r');
    await screen.until('Here.');
    await screen.until(atPrompt(screen));
    expect(saidTo(server, asked).slice(1)).toEqual(['user: hi']);
    screen.type(CTRL_D);
    expect((await endSane(screen)).code).toBe(0);
  });

  it.each([
    ['Ctrl-C', (screen: Screen) => screen.type(CTRL_C)],
    ['SIGINT', () => signal('SIGINT')],
  ])('is felt while the input history is written: %s', async (_, interrupt) => {
    const server = await serve(silence);
    const screen = await openChat(server.env);
    const history = slowHistory();
    screen.type('hi\r');
    await screen.until(() => screen.lines()[screen.cursor().row] === '' && screen.cursor().row > 1);
    interrupt(screen);
    await history.goOn();
    await screen.until(INTERRUPTED);
    await screen.until(atPrompt(screen));
    screen.type(CTRL_D);
    expect((await endSane(screen)).code).toBe(0);
  });

  it('keeps a command from being run', async () => {
    const server = await serve(answer('One.'));
    const screen = await openChat(server.env);
    screen.type('hi\r');
    await screen.until('One.');
    await screen.until(atPrompt(screen));
    screen.type(`/clear\r${CTRL_C}`);
    await screen.until('[interrupted]');
    await screen.until(atPrompt(screen));
    expect(storedConversation().messages).toHaveLength(2);
  });

  it('ends the chat at SIGTERM', async () => {
    const server = await serve(silence);
    const screen = await openChat(server.env);
    const history = slowHistory();
    screen.type('hi\r');
    await screen.until(() => screen.lines()[screen.cursor().row] === '' && screen.cursor().row > 1);
    signal('SIGTERM');
    await history.goOn();
    expect((await endSane(screen)).code).toBe(143);
    expect(storedConversation().messages.map(({ content }) => content)).toEqual(['hi']);
  });
});
