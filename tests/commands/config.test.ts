import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { run } from '../helpers/run.ts';
import { keyless, serve } from '../helpers/talk.ts';

const KEY = 'sk-test-0123456789abcdefghij';
const configFile = () => join(testHome().config, 'config.json');

it('says where each setting comes from', async () => {
  await run(['config', 'set', 'model', 'from-file']);
  writeFileSync(join(testHome().cwd, '.env'), 'AI_CHAT_TIMEOUT=7\nOPENAI_MODEL=from-dotenv\n');
  const { stdout } = await run(['config', 'list', '--json', '--max-retries', '5'], {
    env: { OPENAI_MODEL: '', AI_CHAT_SYSTEM_PROMPT: 'Be brief.' },
  });
  const rows = JSON.parse(stdout) as { name: string; value: unknown; source: string }[];
  const shown = Object.fromEntries(rows.map(({ name, value, source }) => [name, [value, source]]));
  expect(shown).toMatchObject({
    apiKey: [null, 'default'],
    model: ['from-dotenv', '.env'],
    timeout: [7, '.env'],
    systemPrompt: ['Be brief.', 'environment'],
    maxRetries: [5, 'flag'],
    markdown: ['auto', 'default'],
  });
  expect(rows).toHaveLength(10);
});

it('sets, gets and unsets', async () => {
  expect((await run(['config', 'set', 'model', 'tiny'])).code).toBe(0);
  expect((await run(['config', 'get', 'model'])).stdout).toBe('tiny\n');
  expect((await run(['config', 'set', 'temperature'], { input: '0.3\n' })).code).toBe(0);
  expect((await run(['config', 'get', 'temperature'])).stdout).toBe('0.3\n');
  expect((await run(['config', 'unset', 'model'])).code).toBe(0);
  expect((await run(['config', 'get', 'model'])).stdout).toBe('gpt-4o-mini\n');
  expect((await run(['config', 'path'])).stdout).toBe(`${configFile()}\n`);
});

it.each([
  ['an unknown setting, naming the nearest', ['set', 'modle', 'x'], 'model'],
  ['a bad value', ['set', 'timeout', 'soon'], 'timeout'],
  ['a bad server', ['set', 'baseUrl', 'ftp://example.org'], 'http'],
])('refuses %s', async (_what, args, named) => {
  const { code, stderr } = await run(['config', ...args]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^ai-chat: error: .+\nhint: .+\n$/);
  expect(stderr).toContain(named);
});

describe('the key', () => {
  it('is kept for its owner alone, and shown as its end', async () => {
    expect((await run(['config', 'set', 'apiKey'], { input: `${KEY}\n` })).code).toBe(0);
    if (process.platform !== 'win32') expect(statSync(configFile()).mode & 0o777).toBe(0o600);
    for (const args of [
      ['config', 'list'],
      ['config', 'get', 'apiKey'],
      ['config', 'list', '--json'],
    ]) {
      const { stdout, stderr } = await run(args);
      expect(stdout).toContain('ghij');
      expect(stdout + stderr).not.toContain(KEY);
    }
  });

  it('says where a key can come from when none came', async () => {
    for (const input of ['', '\n', 'two words\n']) {
      const { code, stderr } = await run(['config', 'set', 'apiKey'], { input });
      expect(code).toBe(2);
      expect(stderr).toContain(input.trim() === '' ? 'must be a key, not empty' : 'must be printable ASCII');
      expect(stderr).toMatch(/hint: .+ on a terminal asks for it; .+ < FILE` reads it from a file\n$/);
    }
  });

  it('given as an argument is kept, with a warning about the shell history', async () => {
    const { code, stderr } = await run(['config', 'set', 'apiKey', KEY]);
    expect(code).toBe(0);
    expect(stderr).toContain('history');
    expect(stderr).not.toContain(KEY);
  });

  it('goes to the server it was set for, and a local one is asked without it', async () => {
    const server = await serve(answer('ok'));
    await run(['config', 'set', 'apiKey'], { input: KEY });
    expect((await run(['ask', 'hi'], { env: keyless(server.env) })).code).toBe(0);
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
    await run(['config', 'set', 'apiKey'], { input: KEY, env: keyless(server.env) });
    await run(['ask', 'hi'], { env: keyless(server.env) });
    expect(server.requests[1]?.headers.authorization).toBe(`Bearer ${KEY}`);
    const elsewhere = await run(['ask', 'hi', '--base-url', 'https://llm.example.org/v1']);
    expect([elsewhere.code, elsewhere.stdout]).toEqual([2, '']);
  });
});

it('never takes a setting from a file that it can not read, and never overwrites that file', async () => {
  const server = await serve(answer('ok'));
  await run(['config', 'set', 'model', 'x']);
  writeFileSync(configFile(), '{"model":');
  for (const args of [
    ['ask', 'hi'],
    ['config', 'set', 'model', 'y'],
    ['config', 'list'],
  ]) {
    const { code, stderr } = await run(args, { env: server.env });
    expect([code, stderr]).toEqual([2, expect.stringContaining('config edit')]);
  }
  expect(readFileSync(configFile(), 'utf8')).toBe('{"model":');
  expect(server.requests).toHaveLength(0);
});

it.skipIf(process.platform === 'win32')('edits the file, and says what is wrong with it then', async () => {
  const editor = { EDITOR: `sh -c 'printf "{\\"timeout\\": \\"soon\\"}" > "$0"'` };
  const { code, stderr } = await run(['config', 'edit'], { env: editor });
  expect([code, stderr]).toEqual([0, expect.stringContaining('timeout')]);
  expect(readFileSync(configFile(), 'utf8')).toContain('soon');
  expect((await run(['config', 'edit'], { env: { EDITOR: 'false' } })).code).toBe(2);
});

it.skipIf(process.platform === 'win32')('says where a file is damaged, whoever reads it', async () => {
  const editor = { EDITOR: `sh -c 'printf "{\\n  \\"apiKey\\": sk-hunter\\n}" > "$0"'` };
  for (const [args, hint] of [
    [['config', 'edit'], 'opens it again, to mend it'],
    [['config', 'list'], 'opens it, to mend it'],
    [['config', 'get', 'model'], 'opens it, to mend it'],
    [['ask', 'hi'], 'opens it, to mend it'],
    [['chat'], 'opens it, to mend it'],
    [['config', 'set', 'model', 'm'], 'opens it, to mend it; nothing was changed'],
    [['config', 'unset', 'model'], 'opens it, to mend it; nothing was changed'],
  ] as const) {
    const { code, stdout, stderr } = await run(args, { env: editor });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(
      `config.json is damaged: it is not JSON from line 2, column 13 on\nhint: \`ai-chat config edit\` ${hint}\n`,
    );
    expect(stderr).not.toContain('hunter');
  }
});

describe("a stranger's .env", () => {
  it('may name a server of this machine, which gets no other key', async () => {
    const server = await serve(answer('ok'));
    writeFileSync(join(testHome().cwd, '.env'), `OPENAI_BASE_URL=${server.baseUrl}\n`);
    expect((await run(['ask', 'hi'], { env: { OPENAI_API_KEY: KEY } })).code).toBe(0);
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
    expect(server.requests[0]?.raw).not.toContain(KEY);
    writeFileSync(
      join(testHome().cwd, '.env'),
      `OPENAI_BASE_URL=${server.baseUrl}\nOPENAI_API_KEY=sk-its-own\n`,
    );
    await run(['ask', 'hi'], { env: { OPENAI_API_KEY: KEY } });
    expect(server.requests[1]?.headers.authorization).toBe('Bearer sk-its-own');
  });

  it('needs the word of the user to name another', async () => {
    writeFileSync(
      join(testHome().cwd, '.env'),
      'OPENAI_BASE_URL=https://llm.invalid/v1\nOPENAI_API_KEY=sk-x\n',
    );
    const before = await run(['ask', 'hi']);
    expect([before.code, before.stderr]).toEqual([2, expect.stringContaining('config trust')]);
    expect((await run(['config', 'trust'])).code).toBe(0);
    const after = await run(['ask', '--max-retries', '0', 'hi']);
    expect([after.code, after.stderr]).toEqual([6, expect.stringContaining('llm.invalid')]);
    expect((await run(['config', 'trust', '--remove'])).code).toBe(0);
    expect((await run(['ask', 'hi'])).code).toBe(2);
  });
});

describe('what a newcomer meets first', () => {
  it.each([
    ['no key', ['ask', 'hi'], {}, 2, 'config set apiKey'],
    ['a typo in a command', ['aks', 'hi'], {}, 2, 'ai-chat ask'],
    ['a question without `ask`', ['How far is the moon?'], {}, 2, 'ai-chat ask "How far'],
    ['a stray word', ['history', '--limit', '5', 'lst'], {}, 2, 'ai-chat history list'],
    ['a command of a group', ['show', 'last'], {}, 2, 'did you mean `ai-chat history show`?'],
    ['a command of two groups', ['list'], {}, 2, '`ai-chat history list` or `ai-chat config list`?'],
    ['an option without its dashes', ['version'], {}, 2, 'ai-chat --version'],
    ['two words of a question', ['explain', 'quicksort'], {}, 2, 'ai-chat ask "explain quicksort"'],
    ['any word', ['hello'], {}, 2, 'ai-chat ask "hello"`; `ai-chat --help` lists'],
    ['any word in a group', ['config', 'foo', 'bar'], {}, 2, 'hint: `ai-chat config --help` lists'],
    ['a question with quotes', ['what is "$HOME"?'], {}, 2, `ai-chat ask 'what is "$HOME"?'`],
    ['a message for chat', ['chat', 'hello'], {}, 2, 'ai-chat ask "hello"'],
    ['a typo in a flag', ['ask', '--modle', 'x', 'hi'], {}, 2, '--model'],
    [
      'no server',
      ['ask', '--max-retries', '0', 'hi'],
      { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' },
      6,
      '127.0.0.1:1',
    ],
  ])('%s: two lines, what is wrong and what to type', async (_what, args, env, expected, named) => {
    const { code, stdout, stderr } = await run(args, { env });
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(/^ai-chat: error: .+\nhint: .+\n$/);
    expect(stderr).toContain(named);
  });
});
