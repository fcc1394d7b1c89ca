import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer, chunk, hold, silence, sse } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { CTRL_C, CTRL_D, UP } from '../helpers/keys.ts';
import { lock } from '../helpers/other-ai-chat.ts';
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

/** Types a line, and waits for what is said to it and for the next prompt. */
async function enter(screen: Screen, line: string, said: string): Promise<void> {
  screen.type(`${line}\r`);
  await screen.until(said);
  await screen.until(atPrompt(screen));
}

/** Leaves the chat, which ends well. */
async function leave(screen: Screen): Promise<void> {
  screen.type(CTRL_D);
  expect((await endSane(screen)).code).toBe(0);
}

/** Whether Enter has taken the line that was typed. */
const isTaken = (screen: Screen) => () =>
  screen.lines()[screen.cursor().row] === '' && screen.cursor().row > 1;

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
    await enter(screen, '/retry', 'Here.');
    expect(saidTo(server, asked).slice(1)).toEqual(['user: hi']);
    await leave(screen);
  });

  it.each([
    ['Ctrl-C', (screen: Screen) => screen.type(CTRL_C)],
    ['SIGINT', () => signal('SIGINT')],
  ])('is felt while the input history is written: %s', async (_, interrupt) => {
    const server = await serve(silence);
    const screen = await openChat(server.env);
    const store = lock('conversations');
    screen.type('hi\r');
    await screen.until(isTaken(screen));
    interrupt(screen);
    await screen.until(INTERRUPTED);
    await screen.until(atPrompt(screen));
    expect(server.requests).toEqual([]);
    store.goOn();
    await leave(screen);
    expect(storedConversation().messages.map(({ content }) => content)).toEqual(['hi']);
  });

  it('loses no message that waited for another ai-chat', async () => {
    const server = await serve(answer('One.'));
    const screen = await openChat(server.env);
    await enter(screen, 'one', 'One.');
    const store = lock('conversations');
    screen.type('two\r');
    await screen.until('ai-chat: waiting for another ai-chat, which keeps');
    screen.type(CTRL_C);
    await screen.until(INTERRUPTED);
    await screen.until(atPrompt(screen));
    screen.type(`three\r${CTRL_C}`);
    await screen.until(atPrompt(screen));
    store.goOn();
    let before: readonly string[] = [];
    server.setReplies((...all) => {
      before = storedConversation().messages.map(({ content }) => content);
      return answer('Three.')(...all);
    });
    await enter(screen, '/retry', 'Three.');
    expect(saidTo(server, 1).at(-1)).toBe('user: three');
    // On disk before it is sent, as any question.
    expect(before).toEqual(['one', 'One.', 'two', 'three']);
    const said = storedConversation().messages.map(({ content }) => content);
    expect(said).toEqual(['one', 'One.', 'two', 'three', 'Three.']);
    await leave(screen);
  });

  it('keeps a command from being run', async () => {
    const server = await serve(answer('One.'));
    const screen = await openChat(server.env);
    await enter(screen, 'hi', 'One.');
    screen.type(`/clear\r${CTRL_C}`);
    await screen.until('[interrupted]');
    await screen.until(atPrompt(screen));
    expect(storedConversation().messages).toHaveLength(2);
  });

  it('ends the wait of a command for another ai-chat', async () => {
    const server = await serve(answer('One.'));
    const screen = await openChat(server.env);
    await enter(screen, 'hi', 'One.');
    const store = lock('conversations');
    screen.type('/rename trip\r');
    await screen.until(isTaken(screen));
    screen.type(CTRL_C);
    await screen.until('[interrupted]');
    await screen.until(atPrompt(screen));
    store.goOn();
    expect(storedConversation().name).toBeNull();
    await leave(screen);
  });

  it('ends the wait of a command that is the same as the last one', async () => {
    const server = await serve(answer('One.'), answer('Two.'));
    const screen = await openChat(server.env);
    await enter(screen, 'one', 'One.');
    await enter(screen, 'two', 'Two.');
    await enter(screen, '/undo', 'took back “two”');
    const store = lock('conversations');
    screen.type('/undo\r');
    await screen.until(isTaken(screen));
    screen.type(CTRL_C);
    await screen.until('[interrupted]');
    await screen.until(atPrompt(screen));
    store.goOn();
    expect(storedConversation().messages.map(({ content }) => content)).toEqual(['one', 'One.']);
    screen.type('/undo\r');
    await screen.until('took back “one”');
    await leave(screen);
  });

  it('loses nothing of what /undo was to bring back', async () => {
    const server = await serve(answer('One.'));
    const screen = await openChat(server.env);
    await enter(screen, 'one', 'One.');
    await enter(screen, '/clear', 'removed 2 messages');
    const store = lock('conversations');
    for (const _ of [1, 2]) {
      screen.type('/undo\r');
      await screen.until(isTaken(screen));
      screen.type(CTRL_C);
      await screen.until(atPrompt(screen));
    }
    store.goOn();
    screen.type('/undo\r');
    await screen.until('brought back');
    expect(storedConversation().messages).toHaveLength(2);
    await leave(screen);
  });

  it('pressed twice ends the wait to keep what came, which is not lost', async () => {
    const server = await serve(sse([chunk('half an answer'), hold]));
    const screen = await openChat(server.env);
    screen.type('hi\r');
    await screen.until('half an answer');
    const store = lock('conversations');
    screen.type(CTRL_C);
    screen.type(CTRL_C);
    await screen.until('[interrupted; what came is kept');
    await screen.until(atPrompt(screen));
    store.goOn();
    await leave(screen);
    expect(storedConversation().messages).toMatchObject([
      { content: 'hi' },
      { content: 'half an answer', status: 'interrupted' },
    ]);
  });

  it('loses no message when the chat goes on with another conversation', async () => {
    const server = await serve(answer('One.'));
    const screen = await openChat(server.env);
    await enter(screen, 'one', 'One.');
    const store = lock('conversations');
    for (const [line, said] of [
      ['two', INTERRUPTED],
      ['/new', '[interrupted]'],
    ] as const) {
      screen.type(`${line}\r`);
      await screen.until(isTaken(screen));
      screen.type(CTRL_C);
      await screen.until(said);
      await screen.until(atPrompt(screen));
    }
    screen.type('/new\r');
    await screen.until('ai-chat: waiting for another ai-chat, which keeps');
    store.goOn();
    await screen.until(atPrompt(screen));
    expect(storedConversation().messages.map(({ content }) => content)).toEqual(['one', 'One.', 'two']);
    await leave(screen);
  });

  it('ends the wait of what was written in an editor, and keeps it', async () => {
    const server = await serve(answer('One.'));
    const { home, config } = testHome();
    const held = join(home, 'held.lock');
    writeFileSync(
      join(home, 'editor'),
      `#!/bin/sh\necho written >"$1"\ncp ${held} ${config}/conversations.lock\n`,
      { mode: 0o700 },
    );
    const screen = await openChat({ ...server.env, VISUAL: join(home, 'editor') });
    const store = lock('conversations');
    renameSync(join(config, 'conversations.lock'), held);
    screen.type('/edit\r');
    await screen.until('You: written');
    await screen.until(isTaken(screen));
    screen.type(CTRL_C);
    await screen.until(INTERRUPTED);
    await screen.until(atPrompt(screen));
    store.goOn();
    await leave(screen);
    expect(server.requests).toEqual([]);
    expect(storedConversation().messages.map(({ content }) => content)).toEqual(['written']);
  });

  it('ends the chat at SIGTERM, and keeps what was typed for the next one', async () => {
    const server = await serve(silence);
    const screen = await openChat(server.env);
    const store = lock('conversations');
    screen.type('hi\r');
    await screen.until(isTaken(screen));
    signal('SIGTERM');
    expect((await endSane(screen)).code).toBe(143);
    store.goOn();
    const next = await openChat(server.env);
    next.type(UP);
    await next.until('You: hi');
    next.type(`${CTRL_C}${CTRL_D}`);
    expect((await endSane(next)).code).toBe(0);
  });
});
