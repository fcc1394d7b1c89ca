import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { keepConversation } from '../helpers/keep.ts';
import { CTRL_C, CTRL_D } from '../helpers/keys.ts';
import { lock } from '../helpers/other-ai-chat.ts';
import { serve, storedConversation } from '../helpers/talk.ts';
import { atPrompt } from '../helpers/window.ts';
import { endSane, openJob, signal } from './job.ts';

describe.skipIf(process.platform === 'win32')('a signal', () => {
  it.each([
    ['ask', 'run ask -s trip hi'],
    ['a chat of a script', 'echo hi | run chat'],
    ['a command of a script', 'echo /clear | run chat -s trip'],
    ['ask with another model', 'run ask -s trip -m other hi'],
    ['a change of the config file', 'run config set model other'],
  ])('ends the wait of %s', async (_, script) => {
    const server = await serve(answer('One.'));
    const screen = openJob(`run ask -s trip one; run chat -s trip; ${script}`, server.env);
    await screen.until(atPrompt(screen));
    const locks = [lock('conversations'), lock('config.json')];
    screen.type(CTRL_D);
    await screen.until('ai-chat: waiting for another ai-chat, which keeps');
    signal('SIGTERM');
    expect((await endSane(screen)).code).toBe(143);
    // They would be gone had they been passed over.
    for (const { goOn } of locks) goOn();
    expect(server.requests).toHaveLength(1);
    expect(storedConversation().messages).toHaveLength(2);
  });

  it.each([
    ['goes on', 0, 'one'],
    ['is ended with Ctrl-C', 0, undefined],
  ] as const)('behind an interrupt a chat that is left waits to keep all: it %s', async (_, code, kept) => {
    const server = await serve(answer('One.'));
    keepConversation({ id: 'abcd12345678', name: 'trip', baseUrl: server.baseUrl, messages: [] });
    const screen = openJob('run chat -s trip', server.env);
    await screen.until(atPrompt(screen));
    const store = lock('conversations');
    screen.type(`one\r${CTRL_C}`);
    await screen.until('[interrupted');
    await screen.until(atPrompt(screen));
    screen.type(CTRL_D);
    await screen.until('ai-chat: waiting for another ai-chat, which keeps');
    if (kept !== undefined) store.goOn();
    else screen.type(CTRL_C);
    const end = await endSane(screen);
    expect([end.code, /what was said last is not saved/.test(end.text)]).toEqual([code, kept === undefined]);
    expect(storedConversation().messages[0]?.content).toBe(kept);
    if (kept === undefined) store.goOn();
  });

  it('ends the wait for a name that was asked for', async () => {
    keepConversation({ id: 'abcd12345678' });
    const screen = openJob('run history rename abcd');
    await screen.until('name:');
    const store = lock('conversations');
    screen.type('trip\r');
    await screen.until('ai-chat: waiting for another ai-chat, which keeps');
    screen.type(CTRL_C);
    expect((await endSane(screen)).code).toBe(130);
    store.goOn();
    expect(storedConversation().name).toBeNull();
  });

  it('ends the wait for the config file behind the question of trust, and trusts nobody', async () => {
    const screen = openJob('echo OPENAI_BASE_URL=https://server.example/v1 >.env; run ask hi');
    await screen.until('[y/N]');
    const config = lock('config.json');
    screen.type('y\r');
    await screen.until('ai-chat: waiting for another ai-chat, which keeps');
    signal('SIGTERM');
    expect((await endSane(screen)).code).toBe(143);
    config.goOn();
    expect(existsSync(join(testHome().config, 'config.json'))).toBe(false);
  });
});
