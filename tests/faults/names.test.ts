import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { answer, startFakeServer } from '../helpers/fake-server.ts';
import { type RunResult, run } from '../helpers/run.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { inParallel } from './in-parallel.ts';
import { expectKeptPromises, readStderr } from './promises.ts';

const REFUSED = [
  '../x',
  '..\\x',
  '/etc/passwd',
  'a/b',
  'C:x',
  'a b',
  'a\n',
  '',
  'x'.repeat(65),
  'x'.repeat(300),
  '🙂',
  'é',
  'ａ',
  'a\u202eb',
  '\u001b[31mred\u001b[0m',
  '%2e%2e%2fx',
  'last',
  '.',
  '..',
];

const SAFE = ['CON', 'nul', '...', 'a.', '.hidden', '-', '0', 'x'.repeat(64), '__proto__'];

/** What came of a name: with `ask`, in a chat, and in the history. */
interface Played {
  readonly home: string;
  readonly config: string;
  readonly results: readonly RunResult[];
  readonly requests: number;
}

const played = new Map<string, Played>();

async function play(name: string): Promise<void> {
  const home = tempDir();
  const [config, cwd] = [join(home, 'config'), join(home, 'work')];
  mkdirSync(cwd);
  const server = await startFakeServer([answer('ok')]);
  const env = { HOME: home, AI_CHAT_CONFIG_DIR: config, OPENAI_BASE_URL: server.baseUrl };
  const results = [
    await run(['ask', `--session=${name}`, 'hi'], { cwd, env }),
    await run(['chat', `--session=${name}`], { cwd, env, input: 'hi\n' }),
    ...(SAFE.includes(name) ? [await run(['history', 'show', '--', name], { cwd, env })] : []),
  ];
  played.set(name, { home, config, results, requests: server.requests.length });
  await server.close();
}

beforeAll(() => inParallel([...REFUSED, ...SAFE].map((name) => () => play(name))), 120_000);

function playedOf(name: string): Played {
  const found = played.get(name);
  if (found === undefined) throw new Error('it was not played');
  return found;
}

/** The files and folders that a run has made, but for those that hold conversations. */
function strays({ home, config }: Played): string[] {
  const inConfig = existsSync(config) ? readdirSync(config) : [];
  return [
    ...readdirSync(home).filter((name) => name !== 'work' && name !== 'config'),
    ...readdirSync(join(home, 'work')),
    ...inConfig.filter((name) => name !== 'conversations' && name !== 'index.jsonl'),
  ];
}

describe('a session name', () => {
  it.each(REFUSED)('%j is refused', (name) => {
    const outcome = playedOf(name);
    for (const result of outcome.results) {
      expect([result.code, result.stdout]).toEqual([2, '']);
      expect(readStderr(result).problems).toHaveLength(1);
    }
    expect([outcome.requests, strays(outcome)]).toEqual([0, []]);
  });

  it.each(SAFE)('%j is safe', (name) => {
    const outcome = playedOf(name);
    const [asked, chatted, shown] = outcome.results;
    expect(asked).toMatchObject({ code: 0, stdout: 'ok\n', stderr: '' });
    expect(chatted).toMatchObject({ code: 0, stdout: 'ok\n', stderr: '' });
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown?.stdout.match(/^ok$/gm)).toHaveLength(2);
    for (const result of outcome.results) expectKeptPromises(result, outcome);
    expect([outcome.requests, strays(outcome)]).toEqual([2, []]);
    expect(readdirSync(join(outcome.config, 'conversations'))).toHaveLength(1);
  });
});
