import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BINARY } from '../helpers/built.ts';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { obeyingPermissions, PERMISSIONS_HOLD } from '../helpers/permissions.ts';
import { type RunOptions, type RunResult, run, startCommand } from '../helpers/run.ts';
import { saidTo, serve, storedConversation } from '../helpers/talk.ts';
import { readStderr } from './promises.ts';

/** Runs the binary where permissions hold. */
function ai(args: readonly string[], options: RunOptions): Promise<RunResult> {
  return startCommand(obeyingPermissions([process.execPath, BINARY, ...args]), options).result;
}

const closed: { path: string; mode: number }[] = [];
/** Takes all but `mode` from what is at `path`, until the test ends: it could not be removed otherwise. */
function close(path: string, mode: number): void {
  closed.push({ path, mode: 0o700 });
  chmodSync(path, mode);
}
afterEach(() => {
  for (const { path, mode } of closed.splice(0)) chmodSync(path, mode);
});

const NOT_SAVED = /^ai-chat: warning: this conversation is not saved: .*permission denied\nhint: .+\n$/;

describe.skipIf(!PERMISSIONS_HOLD)('what may not be', () => {
  it('read, a conversation: exit 2 when it is named, a note in the list, the others work', async () => {
    const { env } = await serve(answer('ok'));
    expect((await run(['ask', '-s', 'closed', 'hi'], { env })).code).toBe(0);
    const file = join(testHome().config, 'conversations', `${storedConversation().id}.json`);
    const bytes = readFileSync(file);
    expect((await run(['ask', '-s', 'open', 'hi'], { env })).code).toBe(0);
    close(file, 0);
    for (const args of [
      ['history', 'show', 'closed'],
      ['history', 'export', 'closed'],
      ['ask', '-s', 'closed', 'more'],
      ['chat', '-s', 'closed'],
    ]) {
      const result = await ai(args, { env, input: '' });
      expect([args, result.code, result.stdout]).toEqual([args, 2, '']);
      expect(readStderr(result).problems[0]?.line).toMatch(/permission denied/);
    }
    const more = await ai(['ask', '-s', 'open', 'more'], { env });
    expect([more.code, more.stdout]).toEqual([0, 'ok\n']);
    const list = await ai(['history'], { env });
    expect([list.code, list.stdout]).toEqual([0, expect.stringContaining('open')]);
    chmodSync(file, 0o600);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it.each([
    ['the config dir', ''],
    ['the conversations', 'conversations'],
  ])('written, %s: the answer comes, with a warning', async (_what, name) => {
    const server = await serve(answer('ok'));
    const { config } = testHome();
    mkdirSync(join(config, 'conversations'), { recursive: true, mode: 0o700 });
    for (const path of new Set([join(config, name), config])) close(path, 0o500);
    const asked = await ai(['ask', 'hi'], { env: server.env });
    expect([asked.code, asked.stdout, asked.stderr]).toEqual([0, 'ok\n', expect.stringMatching(NOT_SAVED)]);
    const chatted = await ai(['chat'], { env: server.env, input: 'one\ntwo\n' });
    expect([chatted.code, chatted.stdout]).toEqual([0, 'ok\nok\n']);
    expect(chatted.stderr).toMatch(NOT_SAVED);
    expect(saidTo(server, 2)).toContain('user: one');
    const set = await ai(['config', 'set', 'model', 'x'], { env: server.env });
    expect([set.code, readStderr(set).problems.length]).toEqual([2, 1]);
  });

  it.each([
    ['the config dir', '', "can't write "],
    ['the conversations', 'conversations', "it can't be moved aside: permission denied"],
  ])('written, %s: a check promises no repair, and a repair says why', async (_what, name, refusal) => {
    const { config } = testHome();
    const folder = join(config, 'conversations');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'torn1.json'), '{"messages":[{"role":"user","content":"hi"}');
    close(join(config, name), 0o500);
    const checked = await ai(['history', 'check'], {});
    expect([checked.code, checked.stdout]).toEqual([
      2,
      expect.stringContaining('1 message can be recovered'),
    ]);
    expect(checked.stderr.split('\n').slice(1)).toEqual([
      `ai-chat: warning: 1 problem not mended, and nothing can be written to ${join(config, name)}: permission denied`,
      'hint: mend what stands in the way, then run `ai-chat history check --repair`',
      '',
    ]);
    const repaired = await ai(['history', 'check', '--repair'], {});
    expect(repaired.code).toBe(2);
    expect(repaired.stdout + repaired.stderr).toContain(refusal);
  });

  it('read, the config file: exit 2, and nobody is asked', async () => {
    const server = await serve(answer('ok'));
    const { config } = testHome();
    mkdirSync(config, { mode: 0o700 });
    writeFileSync(join(config, 'config.json'), '{}', { mode: 0 });
    const result = await ai(['ask', 'hi'], { env: server.env });
    expect([result.code, result.stdout, server.requests.length]).toEqual([2, '', 0]);
    expect(readStderr(result).problems[0]?.line).toMatch(/config\.json.*permission denied|EACCES/);
  });

  it('read, .env: it is passed over with one warning', async () => {
    const server = await serve(answer('ok'));
    writeFileSync(join(testHome().cwd, '.env'), 'OPENAI_MODEL=other\n', { mode: 0 });
    const result = await ai(['ask', 'hi'], { env: server.env });
    expect([result.code, result.stdout]).toEqual([0, 'ok\n']);
    expect(result.stderr).toMatch(/^ai-chat: warning: .*\.env.*\n(?:hint: .+\n)?$/);
    expect(server.requests[0]?.json?.model).toBe('gpt-4o-mini');
  });
});
