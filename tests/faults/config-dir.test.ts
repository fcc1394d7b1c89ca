import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { BINARY } from '../helpers/built.ts';
import { openChat, quit, say } from '../helpers/chat.ts';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { run, startCommand } from '../helpers/run.ts';
import { saidTo, serve } from '../helpers/talk.ts';
import { readStderr } from './promises.ts';

let server: Awaited<ReturnType<typeof serve>>;
beforeEach(async () => {
  server = await serve(answer('ok'));
});

describe('config.json', () => {
  it.each([
    ['cut in half', '{"model":"ti'],
    ['empty', ''],
    ['a list', '[]'],
    ['not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['with a bad value', '{"timeout":"soon"}'],
    ['with a value of another type', '{"model":{}}'],
  ])('that is %s is exit 2, asks nobody and is left alone', async (_how, content) => {
    const { config } = testHome();
    mkdirSync(config, { mode: 0o700 });
    const file = join(config, 'config.json');
    writeFileSync(file, content, { mode: 0o600 });
    const result = await run(['ask', 'hi'], { env: server.env });
    expect([result.code, result.stdout, server.requests.length]).toEqual([2, '', 0]);
    expect(readStderr(result).problems).toHaveLength(1);
    expect(readFileSync(file)).toEqual(Buffer.from(content));
    expect((await run(['history'])).code).toBe(0);
  });
});

describe('a config dir', () => {
  const warns = /^ai-chat: warning: this conversation is not saved: .+\nhint: .+\n$/;

  it.each([
    ['a file', (path: string) => writeFileSync(path, 'x', { mode: 0o600 })],
    [
      'a folder with a file where conversations go',
      (path: string) => {
        mkdirSync(path, { mode: 0o700 });
        writeFileSync(join(path, 'conversations'), 'x');
      },
    ],
  ])('that is %s: the answer comes, with a warning', async (_what, make) => {
    const path = join(testHome().home, 'other');
    make(path);
    const env = { ...server.env, AI_CHAT_CONFIG_DIR: path };
    const asked = await run(['ask', 'hi'], { env });
    expect([asked.code, asked.stdout, asked.stderr]).toEqual([0, 'ok\n', expect.stringMatching(warns)]);
    const chatted = await run(['chat'], { env, input: 'one\ntwo\n' });
    expect([chatted.code, chatted.stdout]).toEqual([0, 'ok\nok\n']);
    expect(chatted.stderr).toMatch(warns);
    expect(saidTo(server, server.requests.length - 1)).toContain('user: one');
  });

  it.skipIf(process.platform === 'win32').each([
    [
      'takes nothing',
      'a part of that path is a file',
      '',
      /^ai-chat: warning: this conversation is not saved/,
    ],
    [
      'takes no input history',
      'there is a folder where a file should be',
      'input-history.jsonl',
      /^ai-chat: warning: the input history is not kept/,
    ],
  ])('that %s: a chat says so once, whatever is typed', async (_what, cause, name, warning) => {
    const path = join(testHome().home, 'other');
    if (name === '') writeFileSync(path, 'x', { mode: 0o600 });
    else mkdirSync(join(path, name), { recursive: true, mode: 0o700 });
    const screen = await openChat({ ...server.env, AI_CHAT_CONFIG_DIR: path }, ['--new']);
    await say(screen, '/usage', 'tokens');
    for (const line of ['one', 'two']) await say(screen, line, 'ok');
    await quit(screen);
    const lines = screen.history();
    expect(lines.filter((line) => line.includes('ai-chat: warning'))).toEqual([
      expect.stringMatching(warning),
    ]);
    expect(lines.join(' ').split(cause)).toHaveLength(2);
  });

  it.skipIf(process.platform !== 'linux')('that takes nothing: the same', async () => {
    const env = { ...server.env, AI_CHAT_CONFIG_DIR: '/proc/ai-chat' };
    const asked = await run(['ask', 'hi'], { env });
    expect([asked.code, asked.stdout, asked.stderr]).toEqual([0, 'ok\n', expect.stringMatching(warns)]);
    expect((await run(['config', 'set', 'model', 'x'], { env })).code).toBe(2);
  });
});

it.skipIf(process.platform === 'win32')('a working directory that was deleted is exit 2', async () => {
  const script = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"';
  const command = ['sh', '-c', script, 'sh', process.execPath, BINARY, 'ask', 'hi'];
  const result = await startCommand(command, { env: server.env }).result;
  expect([result.code, result.stdout]).toEqual([2, '']);
  expect(readStderr(result).problems[0]?.line).toMatch(/working directory/);
});

it.skipIf(process.platform === 'win32')('an empty HOME is the same as none', async () => {
  const env = { HOME: '', AI_CHAT_CONFIG_DIR: undefined };
  const { code, stdout } = await run(['config', 'path'], { env });
  expect([code, stdout.startsWith(`${userInfo().homedir}/`)]).toEqual([0, true]);
});
