import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import { describe, expect, it } from 'vitest';
import { lockPathOf } from '../../src/store/lock.ts';
import { machineProcesses } from '../../src/store/processes.ts';
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

/** Whether Enter has taken the line that was typed. */
const isTaken = (screen: Screen) => () =>
  screen.lines()[screen.cursor().row] === '' && screen.cursor().row > 1;

/** Keeps the store, and the input history in it, from being written for a while, as another ai-chat does. */
function lockStore(): { goOn(): void } {
  const { config } = testHome();
  mkdirSync(config, { recursive: true });
  const lock = lockPathOf(join(config, 'conversations'));
  writeFileSync(lock, JSON.stringify({ pid, host: machineProcesses.host, token: 'other' }));
  return { goOn: () => rmSync(lock) };
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
    const store = lockStore();
    screen.type('hi\r');
    await screen.until(isTaken(screen));
    interrupt(screen);
    store.goOn();
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

  it('ends the wait of a command for another ai-chat', async () => {
    const server = await serve(answer('One.'));
    const screen = await openChat(server.env);
    screen.type('hi\r');
    await screen.until('One.');
    await screen.until(atPrompt(screen));
    const store = lockStore();
    screen.type('/rename trip\r');
    await screen.until(isTaken(screen));
    screen.type(CTRL_C);
    await screen.until('[interrupted]');
    await screen.until(atPrompt(screen));
    store.goOn();
    expect(storedConversation().name).toBeNull();
    screen.type(CTRL_D);
    expect((await endSane(screen)).code).toBe(0);
  });

  it('ends the chat at SIGTERM', async () => {
    const server = await serve(silence);
    const screen = await openChat(server.env);
    const store = lockStore();
    screen.type('hi\r');
    await screen.until(isTaken(screen));
    signal('SIGTERM');
    store.goOn();
    expect((await endSane(screen)).code).toBe(143);
    expect(storedConversation().messages.map(({ content }) => content)).toEqual(['hi']);
  });
});
