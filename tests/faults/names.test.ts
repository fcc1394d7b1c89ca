import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { run } from '../helpers/run.ts';
import { serve, storedConversations } from '../helpers/talk.ts';
import { expectKeptPromises, readStderr } from './promises.ts';

const REFUSED = [
  '../x',
  '..\\x',
  '/etc/passwd',
  'a/b',
  'a\\b',
  'C:x',
  'a b',
  ' a',
  'a\n',
  'a\tb',
  '',
  ' ',
  'x'.repeat(65),
  'x'.repeat(300),
  '🙂',
  'é',
  'ａ',
  'a\u202eb',
  '\u001b[31mred\u001b[0m',
  '%2e%2e%2fx',
  '~',
  '$HOME',
  'last',
  'a*',
  '.',
  '..',
];

const SAFE = ['CON', 'nul', 'com1', '...', 'a.', '.hidden', '-', '--', '_', '0', 'x'.repeat(64), '__proto__'];

/** The files and folders that a run has made, but for those of a conversation. */
function strays(): string[] {
  const { home, cwd, config } = testHome();
  const beside = readdirSync(home).filter((name) => !['work', 'config'].includes(name));
  const inConfig = existsSync(config) ? readdirSync(config) : [];
  return [
    ...beside,
    ...readdirSync(cwd),
    ...inConfig.filter((name) => !/^(?:conversations|index\.jsonl)$/.test(name)),
  ];
}

describe('a session name', () => {
  it.each(REFUSED)('%j is refused', async (name) => {
    const server = await serve(answer('ok'));
    for (const args of [
      ['ask', `--session=${name}`, 'hi'],
      ['chat', `--session=${name}`],
    ]) {
      const result = await run(args, { env: server.env, input: 'hi\n' });
      expect([result.code, result.stdout]).toEqual([2, '']);
      expect(readStderr(result).problems).toHaveLength(1);
    }
    expect([server.requests.length, strays()]).toEqual([0, []]);
  });

  it.each(SAFE)('%j is safe', async (name) => {
    const server = await serve(answer('ok'));
    const ask = () => run(['ask', `--session=${name}`, 'hi'], { env: server.env });
    for (const result of [await ask(), await ask()]) {
      expect([result.code, result.stdout, result.stderr]).toEqual([0, 'ok\n', '']);
      expectKeptPromises(result, testHome());
    }
    expect(storedConversations()).toMatchObject([{ name, messages: { length: 4 } }]);
    expect(strays()).toEqual([]);
    const shown = await run(['history', 'show', '--', name]);
    expect([shown.code, shown.stderr]).toEqual([0, '']);
  });
});
