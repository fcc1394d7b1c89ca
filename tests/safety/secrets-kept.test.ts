import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS as TABLE } from '../../src/program/commands.ts';
import { answer, apiError, drop, type FakeServer, type Reply } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { serve } from '../helpers/talk.ts';
import { expectNothingWritten, KEYS, runClean } from './secrets.ts';

const STORED = 'k3v9aaaaaaaa';

/** A key in each of the places where one can be, all for the same server. */
async function setUp(
  replies: readonly Reply[],
): Promise<{ server: FakeServer; env: Readonly<Record<string, string>> }> {
  const server = await serve(...replies);
  const { config, cwd } = testHome();
  mkdirSync(join(config, 'conversations'), { recursive: true, mode: 0o700 });
  const settings = { apiKey: KEYS.file, apiKeyServer: server.baseUrl, baseUrl: server.baseUrl };
  writeFileSync(join(config, 'config.json'), JSON.stringify(settings), { mode: 0o600 });
  writeFileSync(join(cwd, '.env'), `OPENAI_API_KEY='${KEYS.dotenv}'\n`);
  const conversation = {
    version: 1,
    messages: [{ role: 'user', content: 'hello' }],
    baseUrl: server.baseUrl,
  };
  writeFileSync(join(config, 'conversations', `${STORED}.json`), JSON.stringify(conversation));
  return { server, env: { OPENAI_API_KEY: KEYS.environment } };
}

/** Refuses a key, and repeats it. */
const repeats: Reply = (connection, request) =>
  apiError(401, `no good: ${request.headers.authorization}`)(connection, request);

/** Every command, done well and done badly. */
const COMMANDS: readonly string[] = [
  'ask hi',
  'ask -q hi',
  'ask --json hi',
  'ask --jsonl hi',
  'ask --no-save hi',
  'ask -s trip hi',
  'ask -c hi',
  'ask -f missing hi',
  'ask -o out.txt hi',
  'ask -o missing/out.txt hi',
  'ask -t 9 hi',
  'ask --base-url https://other.example/v1 --max-retries 0 hi',
  'ask --base-url http://127.0.0.1:1 --max-retries 0 hi',
  'ask --base-url ftp://x hi',
  'ask --demo hi',
  'ask',
  'chat',
  'chat --new',
  'chat -r nothing',
  'history',
  'history list --json',
  `history show ${STORED}`,
  'history show last --json',
  'history search hello',
  'history export last',
  'history export last --format json',
  'history rename last trip',
  'history rename last ../trip',
  'history export last --format html',
  'history import missing.json',
  'history check --repair',
  'history delete nothing',
  'history clear --older-than 9000d',
  'config',
  'config list',
  'config list --json',
  'config get apiKey',
  'config get baseUrl',
  'config get nothing',
  'config set timeout 20',
  'config set timeout soon',
  'config unset timeout',
  'config path',
  'config edit',
  'config trust',
  'config trust --remove',
  'completion bash',
  'completion bash ai-chat ask -m ',
  'completion zsh ai-chat config set ',
];

/** Places where a key was not meant to be typed; `KEY` is the one in the environment. */
const SLIPS: readonly string[] = [
  'KEY',
  'ask --api-key=KEY hi',
  'ask --api-key KEY hi',
  'ask -t KEY hi',
  'ask -s KEY hi',
  'ask -f KEY hi',
  'ask -o missing/KEY hi',
  'ask --base-url http://KEY hi',
  'chat -r KEY',
  'history KEY',
  'history show KEY',
  'history rename last KEY',
  'history clear --older-than KEY',
  'history import KEY',
  'config KEY',
  'config get KEY',
  'config set KEY',
  'config set apiKey=KEY',
  'config set apikey KEY',
  'config set timeout KEY',
  'config set baseUrl https://user:KEY@example.com/v1',
  'config set baseUrl https://example.com/v1?key=KEY',
  'config set apiKey KEY',
  'completion KEY',
];

const CHAT =
  'hi\n/model\n/system\n/file missing\n/save missing/x\n/nothing\n/usage\n/history\n/retry\n/undo\n';

/** Runs the commands, several at a time: what one changes is no reason for another to show a key. */
async function runAll(
  commands: readonly string[],
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const waiting = [...commands];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let command = waiting.shift(); command !== undefined; command = waiting.shift()) {
      await runOne(command, flags, env).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  for (const failure of failures) throw failure;
  expectNothingWritten();
}

async function runOne(
  command: string,
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const words = command.split(' ').map((word) => word.replace('KEY', KEYS.environment));
  const input = command.startsWith('chat') ? CHAT : '';
  const { code, stderr } = await runClean([...words, ...flags], { env: { EDITOR: 'true', ...env }, input });
  expect(code, `${command}\n${stderr}`).not.toBe(1);
}

describe('no command shows or keeps a key', () => {
  it('is asked of all that there are', () => {
    const names = TABLE.flatMap((spec) =>
      'commands' in spec ? spec.commands.map(({ name }) => `${spec.name} ${name}`) : [spec.name],
    );
    const missing = names.filter((name) => !COMMANDS.some((command) => `${command} `.startsWith(`${name} `)));
    expect(missing).toEqual([]);
  });

  it.each([
    ['the environment', []],
    ['.env', ['--debug']],
    ['the config file', ['--debug']],
  ])('that is in %s', async (source, flags) => {
    const replies = [answer('fine'), repeats, answer('fine'), drop];
    const { env, server } = await setUp([...replies, ...replies, answer('fine')]);
    const key = source === 'the environment' ? 'environment' : source === '.env' ? 'dotenv' : 'file';
    if (key === 'file') rmSync(join(testHome().cwd, '.env'));
    // What reads no settings has no key to show.
    const commands = COMMANDS.filter((command) => key === 'environment' || !command.startsWith('history'));
    await runAll(commands, flags, key === 'environment' ? env : {});
    const sent = new Set(server.requests.map(({ headers }) => headers.authorization));
    expect([...sent]).toEqual([`Bearer ${KEYS[key]}`]);
  });

  it('that was typed in a wrong place', async () => {
    const { env } = await setUp([answer('fine')]);
    await runAll(SLIPS, [], env);
  });

  it('behind a `=`, whether it is known or not', async () => {
    for (const args of [
      ['ask', `--api-key=${KEYS.file}`, 'hi'],
      ['config', 'set', `apiKey=${KEYS.file}`],
    ]) {
      expect((await runClean(args)).code).toBe(2);
    }
  });

  it.each([
    ['letters that no header carries', `${KEYS.environment}\u00e4\u20ac`],
    ['a line break', `${KEYS.environment}\n${KEYS.environment}`],
    ['an escape sequence', `\u001b]0;${KEYS.environment}\u0007`],
  ])('with %s', async (_, key) => {
    const { env, server } = await setUp([answer('fine')]);
    await runAll(['ask hi', 'chat', 'config list', 'config list --json', 'config get apiKey'], ['--debug'], {
      ...env,
      OPENAI_API_KEY: key,
    });
    const { code } = await runClean(['config', 'set', 'apiKey'], { input: key });
    expect(code).toBe(2);
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['before the key is looked at', 'globalThis.URL = class extends URL { constructor() { fail(); } };'],
    ['when it is sent', 'http.request = fail; syncBuiltinESMExports();'],
    ['when it is answered', 'http.IncomingMessage.prototype.on = fail;'],
  ])('in a fault of ours, %s', async (_, fault) => {
    const { env } = await setUp([answer('fine')]);
    const program = `import http from 'node:http'; import { syncBuiltinESMExports } from 'node:module';
      const fail = () => { const { OPENAI_API_KEY: key } = process.env;
        throw Object.assign(new TypeError('no ' + key, { cause: new Error(key) }), { key, stack: 'no ' + key }); };
      ${fault}`;
    for (const flag of ['--debug', '-q', '--jsonl']) {
      const { code, stderr } = await runClean(['ask', flag, 'hi'], {
        env,
        // In base64: where Node's own stack names the program, the key must not be looked for in its text.
        nodeFlags: [`--import=data:text/javascript;base64,${Buffer.from(program).toString('base64')}`],
      });
      expect(code).toBe(1);
      expect(stderr).toContain('a fault in ai-chat itself');
    }
  });
});
