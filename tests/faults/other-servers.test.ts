import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer, apiError } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { type RunResult, run } from '../helpers/run.ts';
import { keyless, serve } from '../helpers/talk.ts';
import { KEY } from './fault.ts';
import { expectKeptPromises, readStderr } from './promises.ts';

const DOTENV_KEY = 'dotenv-3Wq8Zx1Nv6Kd';
const FILE_KEY = 'stored-7Hs2Bf9Lm4Tj';
/** Nobody has this name: it is asked through the proxy that a test's server plays. */
const ELSEWHERE = 'http://llm.test:8080/v1';

type Env = Readonly<Record<string, string>>;
const dotenv = (values: Env) =>
  writeFileSync(
    join(testHome().cwd, '.env'),
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );

const proxied = ({ port }: { port: number }) => ({ HTTP_PROXY: `http://127.0.0.1:${port}` });

/** Asked nobody, exit 2, and said why and what to do. */
function expectRefused(
  result: RunResult,
  server: { readonly connections: number },
  line: RegExp,
  hint: RegExp,
): void {
  expect([result.code, result.stdout, server.connections]).toEqual([2, '', 0]);
  expect(readStderr(result).problems).toEqual([
    { line: expect.stringMatching(line), hint: expect.stringMatching(hint) },
  ]);
  expectKeptPromises(result, testHome());
}

describe('.env with the base URL of this machine', () => {
  it.each([
    ['its own key goes', { OPENAI_API_KEY: DOTENV_KEY }, {}, `Bearer ${DOTENV_KEY}`],
    ['no key goes', {}, {}, undefined],
    ['no key of the environment goes', {}, { OPENAI_API_KEY: KEY }, undefined],
    [
      'its own key goes before one of the environment',
      { OPENAI_API_KEY: DOTENV_KEY },
      { OPENAI_API_KEY: KEY },
      `Bearer ${DOTENV_KEY}`,
    ],
    ['an empty key is none', { OPENAI_API_KEY: '' }, { OPENAI_API_KEY: KEY }, undefined],
  ] as const)('%s', async (_what, inFile, env, authorization) => {
    const server = await serve(answer('ok'));
    dotenv({ OPENAI_BASE_URL: server.baseUrl, ...inFile });
    const result = await run(['ask', 'hi'], { env });
    expect([result.code, result.stdout, result.stderr]).toEqual([0, 'ok\n', '']);
    expect(server.requests[0]?.headers.authorization).toBe(authorization);
    expectKeptPromises(result, testHome());
  });

  it('is not asked where the environment names another', async () => {
    const [server, other] = [await serve(answer('ok')), await serve(answer('stolen'))];
    dotenv({ OPENAI_BASE_URL: other.baseUrl });
    const { code } = await run(['ask', 'hi'], { env: { ...server.env, OPENAI_API_KEY: KEY } });
    expect([code, other.connections]).toEqual([0, 0]);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it('gives nothing but what is in the table', async () => {
    const [server, other] = [await serve(answer('ok')), await serve(answer('stolen'))];
    dotenv({
      ...proxied(other),
      OPENAI_BASE_URL: server.baseUrl,
      AI_CHAT_CONFIG_DIR: join(testHome().home, 'elsewhere'),
      NODE_OPTIONS: '--require ./evil.js',
      OPENAI_ORG_ID: 'org-evil',
      OPENAI_MODEL: 'tiny',
    });
    expect((await run(['ask', 'hi'])).code).toBe(0);
    expect(server.requests[0]?.json?.model).toBe('tiny');
    expect(server.requests[0]?.raw).not.toContain('evil');
    expect(other.connections).toBe(0);
  });
});

describe('.env with the base URL of another machine', () => {
  it.each([
    ['with a key', { OPENAI_API_KEY: DOTENV_KEY }],
    ['without one', {}],
  ])('is not asked before the user says so: %s', async (_what, inFile) => {
    const server = await serve(answer('ok'));
    dotenv({ OPENAI_BASE_URL: ELSEWHERE, ...inFile });
    const env = { ...proxied(server), OPENAI_API_KEY: KEY };
    expectRefused(
      await run(['ask', 'hi'], { env }),
      server,
      /\.env .* names the server http:\/\/llm\.test:8080/,
      /config trust/,
    );
    expectRefused(await run(['chat'], { env, input: 'hi\n' }), server, /names the server/, /config trust/);
  });

  it('once trusted is asked with its own key, or none, until it names another server', async () => {
    const server = await serve(answer('ok'));
    const env = { ...proxied(server), OPENAI_API_KEY: KEY };
    dotenv({ OPENAI_BASE_URL: ELSEWHERE });
    expect((await run(['config', 'trust'], { env })).code).toBe(0);
    expect((await run(['ask', 'hi'], { env })).code).toBe(0);
    expect(server.requests[0]).toMatchObject({ path: `${ELSEWHERE}/chat/completions` });
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');

    dotenv({ OPENAI_BASE_URL: ELSEWHERE, OPENAI_API_KEY: DOTENV_KEY });
    expect((await run(['ask', 'hi'], { env })).code).toBe(2);
    expect((await run(['ask', '--insecure-http', 'hi'], { env })).code).toBe(0);
    expect(server.requests[1]?.headers.authorization).toBe(`Bearer ${DOTENV_KEY}`);

    const asked = server.connections;
    dotenv({ OPENAI_BASE_URL: 'http://evil.test:8080/v1' });
    expect([(await run(['ask', 'hi'], { env })).code, server.connections]).toEqual([2, asked]);
    dotenv({ OPENAI_BASE_URL: ELSEWHERE });
    expect((await run(['config', 'trust', '--remove'], { env })).code).toBe(0);
    expect([(await run(['ask', 'hi'], { env })).code, server.connections]).toEqual([2, asked]);
  });

  it('is asked at once when the user names it', async () => {
    const server = await serve(answer('ok'));
    dotenv({ OPENAI_BASE_URL: ELSEWHERE });
    const { code } = await run(['ask', '--base-url', ELSEWHERE, 'hi'], { env: proxied(server) });
    expect([code, server.connections]).toEqual([0, 1]);
  });
});

describe('a stored key', () => {
  async function storeKey(baseUrl: string): Promise<void> {
    const { code } = await run(['config', 'set', 'apiKey', '--base-url', baseUrl], { input: FILE_KEY });
    expect(code).toBe(0);
  }

  it('goes to its server', async () => {
    const server = await serve(answer('ok'));
    await storeKey(server.baseUrl);
    expect((await run(['ask', 'hi'], { env: keyless(server.env) })).code).toBe(0);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${FILE_KEY}`);
  });

  it('goes to no other: exit 2 names its server', async () => {
    const server = await serve(answer('ok'));
    await storeKey('https://api.openai.com/v1');
    const env = { ...proxied(server), OPENAI_BASE_URL: ELSEWHERE };
    expectRefused(
      await run(['ask', 'hi'], { env }),
      server,
      /is for https:\/\/api\.openai\.com.*llm\.test:8080/,
      /apiKey/,
    );
  });

  it('goes to no server on this machine that it does not belong to, which is asked without', async () => {
    const [server, other] = [await serve(answer('ok')), await serve(answer('ok'))];
    await storeKey(other.baseUrl);
    expect((await run(['ask', 'hi'], { env: keyless(server.env) })).code).toBe(0);
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('a key that is refused', () => {
  it.each([
    ['the environment', /the environment \(OPENAI_API_KEY\)/],
    ['.env', /\.env/],
    ['the config file', /the config file/],
  ])('is told by where it came from: %s', async (source, said) => {
    const server = await serve(apiError(401, 'No'));
    if (source === '.env') dotenv({ OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: DOTENV_KEY });
    if (source === 'the config file') {
      await run(['config', 'set', 'apiKey', '--base-url', server.baseUrl], { input: FILE_KEY });
    }
    const env = source === '.env' ? {} : keyless(server.env);
    const key = source === 'the environment' ? { OPENAI_API_KEY: KEY } : {};
    const result = await run(['ask', 'hi'], { env: { ...env, ...key } });
    expect([result.code, server.requests.length]).toEqual([3, 1]);
    expect(readStderr(result).problems[0]?.line).toMatch(said);
    for (const secret of [KEY, DOTENV_KEY, FILE_KEY]) expect(result.stderr).not.toContain(secret);
  });

  it.each([
    'k\u00e9y-of-many-letters',
    'two words-of-a-key',
    'a-key\u0007-that-rings',
    'two\nlines-of-a-key',
    '🔑🔑🔑🔑🔑',
  ])('before it is sent, and not repeated: %j', async (key) => {
    const server = await serve(answer('ok'));
    const result = await run(['ask', 'hi'], { env: { ...server.env, OPENAI_API_KEY: key } });
    expectRefused(result, server, /the API key from the environment/, /./);
    expect(result.stderr).not.toContain(key.slice(0, 4));
  });
});

it('what the packages read from the environment by themselves changes nothing', async () => {
  const server = await serve(answer('ok'));
  const env = {
    OPENAI_LOG: 'debug',
    OPENAI_CUSTOM_HEADERS: 'X-Custom: evil',
    OPENAI_ORG_ID: 'org-evil',
    OPENAI_PROJECT_ID: 'proj-evil',
    DOTENV_CONFIG_PATH: '/etc/passwd',
    HTTP_PROXY: '',
    NO_PROXY: '',
  };
  const result = await run(['ask', 'hi'], { env: { ...server.env, ...env } });
  expect([result.code, result.stdout, result.stderr]).toEqual([0, 'ok\n', '']);
  expect(server.requests[0]?.raw).not.toMatch(/evil/);
});

describe('a conversation', () => {
  it('stays with its server: exit 2 names both', async () => {
    const [here, there] = [await serve(answer('ok')), await serve(answer('stolen'))];
    await run(['ask', '-s', 'trip', 'secret'], { env: here.env });
    const line = new RegExp(`"trip".*localhost:${here.port}.*localhost:${there.port}`);
    expectRefused(await run(['ask', '-s', 'trip', 'hi'], { env: there.env }), there, line, /--base-url/);
    expectRefused(
      await run(['chat', '-r', 'trip'], { env: there.env, input: 'hi\n' }),
      there,
      line,
      /--base-url/,
    );
    expectRefused(await run(['ask', '-c', 'hi'], { env: there.env }), there, /no conversation/, /./);
    const demo = await run(['ask', '--demo', '-s', 'trip', 'hi']);
    expect([demo.code, there.connections]).toEqual([2, 0]);
  });

  it('of the demo does not go to a server', async () => {
    const server = await serve(answer('stolen'));
    await run(['ask', '--demo', '-s', 'try', 'hi']);
    expectRefused(
      await run(['ask', '-s', 'try', 'hi'], { env: server.env }),
      server,
      /"try".*demo/,
      /--demo/,
    );
  });

  it('is moved by --base-url', async () => {
    const [here, there] = [await serve(answer('ok')), await serve(answer('moved'))];
    await run(['ask', '-s', 'trip', 'one'], { env: here.env });
    const moved = await run(['ask', '-s', 'trip', '--base-url', there.baseUrl, 'two']);
    expect([moved.code, moved.stdout]).toEqual([0, 'moved\n']);
    expect((await run(['ask', '-s', 'trip', 'three'], { env: here.env })).code).toBe(2);
  });
});

describe('a base URL', () => {
  it.each([
    'ftp://x/v1',
    'localhost:11434',
    'http://me:pass@x/v1',
    'http://x/v1?key=1',
    'http://x/v1#a',
    'http://',
    'x',
  ])('%s is refused, and not repeated where there may be a password in it', async (baseUrl) => {
    for (const env of [{ OPENAI_BASE_URL: baseUrl }, {}]) {
      const flags = 'OPENAI_BASE_URL' in env ? [] : ['--base-url', baseUrl];
      const result = await run(['ask', ...flags, 'hi'], { env });
      expect([result.code, result.stdout]).toEqual([2, '']);
      expect(readStderr(result).problems).toHaveLength(1);
      expect(result.stderr).not.toContain('pass@');
    }
  });

  it('works with what was pasted behind it', async () => {
    const server = await serve(answer('ok'));
    for (const behind of ['/', '//', '/chat/completions', '/chat/completions/']) {
      const { code } = await run(['ask', 'hi'], { env: { OPENAI_BASE_URL: `${server.baseUrl}${behind}` } });
      expect([code, server.requests.at(-1)?.path]).toEqual([0, '/v1/chat/completions']);
    }
  });

  it('is not asked with a key over plain http to another machine', async () => {
    const server = await serve(answer('ok'));
    const env = { ...proxied(server), OPENAI_BASE_URL: ELSEWHERE, OPENAI_API_KEY: KEY };
    expectRefused(await run(['ask', 'hi'], { env }), server, /unencrypted/, /--insecure-http/);
  });
});
