import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { tunnelTo } from '../helpers/fake-proxy.ts';
import {
  answer,
  chunk,
  cut,
  drop,
  type FakeServer,
  hold,
  type Reply,
  silence,
  sse,
  startFakeServer,
  status,
  TEST_CERTIFICATE,
} from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { type RunResult, run } from '../helpers/run.ts';
import { KEY } from './fault.ts';
import { expectKeptPromises, readStderr } from './promises.ts';
import { raw } from './steps.ts';

const PASSWORD = 'hun:ter@2/ü%';
const LOGIN = `me:${encodeURIComponent(PASSWORD)}`;
const BASIC = `Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`;
/** Nobody has this name; the test certificate does. */
const HTTPS = 'https://server.test/v1';
const HTTP = 'http://server.test:8080/v1';
const TRUSTED = { NODE_EXTRA_CA_CERTS: fileURLToPath(TEST_CERTIFICATE) };

const servers: FakeServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function serve(replies: readonly Reply[], options: { tls?: boolean } = {}): Promise<FakeServer> {
  const server = await startFakeServer(replies, options);
  servers.push(server);
  return server;
}

const addressOf = ({ port }: FakeServer) => `http://${LOGIN}@127.0.0.1:${port}`;

/** Asks `baseUrl` with a key, and sees that neither it nor the proxy's password is shown. */
async function ask(baseUrl: string, env: Record<string, string>, ...flags: string[]): Promise<RunResult> {
  const options = { env: { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: KEY, ...TRUSTED, ...env } };
  const result = await run(['ask', '--max-retries', '0', ...flags, 'hi'], options);
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), BASIC.slice('Basic '.length)])
    expect(result.stdout + result.stderr).not.toContain(secret);
  expectKeptPromises(result, testHome());
  return result;
}

describe('a proxy for https', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])(
    'in %s is asked for a tunnel, and sees neither key nor prompt',
    async (name) => {
      const server = await serve([answer('Hi')], { tls: true });
      const proxy = await serve([tunnelTo(server.port)]);
      expect(await ask(HTTPS, { [name]: addressOf(proxy) })).toMatchObject({
        code: 0,
        stdout: 'Hi\n',
        stderr: '',
      });
      expect(proxy.requests[0]).toMatchObject({
        method: 'CONNECT',
        path: 'server.test:443',
        headers: { 'proxy-authorization': BASIC },
      });
      expect(proxy.requests[0]?.raw).not.toContain(KEY);
      expect(server.requests[0]?.headers).toMatchObject({
        host: 'server.test',
        authorization: `Bearer ${KEY}`,
      });
      expect(server.requests[0]?.raw).not.toContain('roxy');
    },
  );

  it('does not make up for a certificate', async () => {
    const server = await serve([answer('Hi')], { tls: true });
    const proxy = await serve([tunnelTo(server.port)]);
    const env = { HTTPS_PROXY: addressOf(proxy) };
    const another = await ask('https://another.test/v1', env);
    expect([another.code, another.stderr]).toEqual([6, expect.stringContaining("not another.test's")]);
    const unknown = await ask(HTTPS, { ...env, NODE_EXTRA_CA_CERTS: '' });
    expect([unknown.code, unknown.stderr]).toEqual([6, expect.stringContaining('NODE_EXTRA_CA_CERTS')]);
    expect(server.requests).toHaveLength(0);
  });

  it('that breaks the tunnel breaks the answer', async () => {
    const server = await serve([sse([chunk('Hi'), cut])], { tls: true });
    const proxy = await serve([tunnelTo(server.port)]);
    const { code, stdout } = await ask(HTTPS, { HTTPS_PROXY: addressOf(proxy) });
    expect([code, stdout]).toEqual([7, 'Hi\n']);
  });
});

describe('a proxy for http', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])('in %s is given the whole address', async (name) => {
    const proxy = await serve([answer('Hi')]);
    const { code, stdout } = await ask(HTTP, { [name]: addressOf(proxy) }, '--insecure-http');
    expect([code, stdout]).toEqual([0, 'Hi\n']);
    expect(proxy.requests[0]).toMatchObject({
      method: 'POST',
      path: `${HTTP}/chat/completions`,
      headers: { host: 'server.test:8080', 'proxy-authorization': BASIC },
    });
  });

  it('is not asked where a key would go over it in the clear', async () => {
    const proxy = await serve([answer('Hi')]);
    const { code, stderr } = await ask(HTTP, { HTTP_PROXY: addressOf(proxy) });
    expect([code, stderr, proxy.connections]).toEqual([2, expect.stringContaining('--insecure-http'), 0]);
  });
});

describe('no proxy', () => {
  it.each([
    ['the host', { NO_PROXY: 'server.test' }],
    ['its domain', { NO_PROXY: 'x.test, .test' }],
    ['everything', { NO_PROXY: '*' }],
    ['the host, in small letters', { no_proxy: 'server.test' }],
  ])('is asked for what NO_PROXY names: %s', async (_what, env) => {
    const proxy = await serve([answer('Hi')]);
    const { code } = await ask(HTTPS, { HTTPS_PROXY: addressOf(proxy), ...env });
    expect([code, proxy.connections]).toEqual([6, 0]);
  });

  it('is asked for a server on this machine, or for --demo', async () => {
    const server = await serve([answer('Hi')]);
    const proxy = await serve([status(500)]);
    const env = { HTTP_PROXY: addressOf(proxy), HTTPS_PROXY: addressOf(proxy) };
    for (const host of ['127.0.0.1', 'localhost']) {
      const { code } = await ask(`http://${host}:${server.port}/v1`, env);
      expect(code).toBe(0);
    }
    expect((await ask(HTTPS, env, '--demo')).code).toBe(0);
    expect(proxy.connections).toBe(0);
  });
});

/** What a proxy does when it is asked for a tunnel: exit code, what is said. All of it names the proxy. */
const REFUSALS: readonly (readonly [string, Reply, number, RegExp, RegExp])[] = [
  ['407', status(407, '<html>Login'), 6, /refused the user name and password \(407\)/, /USER:PASSWORD@/],
  ['407 and words of its own', raw('HTTP/1.1 407 me:hun\r\n\r\n'), 6, /\(407\)/, /USER:PASSWORD@/],
  ['403', status(403, 'No'), 6, /refused to connect to server\.test:443 \(403\)/, /NO_PROXY/],
  ['502', status(502, '<html>No'), 6, /could not connect to server\.test:443/, /./],
  ['a redirect', status(302, '', { Location: 'http://login.test/' }), 6, /\(302\)/, /NO_PROXY/],
  ['a whole answer', answer('stolen'), 6, /./, /./],
  ['another protocol', raw('SSH-2.0-OpenSSH_9.2\r\n'), 6, /does not answer in HTTP/, /./],
  ['it closes', drop, 6, /closed the connection/, /./],
  ['it says nothing', silence, 6, /no answer .* within 0\.3 s/, /--timeout/],
  ['a tunnel to nowhere', raw('HTTP/1.1 200 OK\r\n\r\n', hold), 6, /no answer .* within 0\.3 s/, /--timeout/],
  ['a tunnel that closes', raw('HTTP/1.1 200 OK\r\n\r\n', cut), 6, /closed the connection|TLS/, /./],
];

it('with --debug shows no secret of the proxy', async () => {
  const server = await serve([answer('Hi')], { tls: true });
  const proxy = await serve([tunnelTo(server.port), status(407, 'No', { 'X-Echo': BASIC })]);
  for (const code of [0, 6]) {
    expect((await ask(HTTPS, { HTTPS_PROXY: addressOf(proxy) }, '--debug')).code).toBe(code);
  }
});

describe('a proxy that refuses', () => {
  it.each(REFUSALS)('%s', async (_what, reply, expected, stderr, hint) => {
    const proxy = await serve([reply]);
    const result = await ask(HTTPS, { HTTPS_PROXY: addressOf(proxy) }, '--timeout', '0.3');
    expect([result.code, result.stdout]).toEqual([expected, '']);
    const { problems } = readStderr(result);
    expect(problems).toEqual([{ line: expect.stringMatching(stderr), hint: expect.stringMatching(hint) }]);
  });

  it('407 over plain http', async () => {
    const proxy = await serve([status(407, 'Login')]);
    const result = await ask(HTTP, { HTTP_PROXY: addressOf(proxy) }, '--insecure-http');
    expect(result.code).toBe(6);
    expect(readStderr(result).problems[0]?.line).toMatch(/refused the user name and password \(407\)/);
  });

  it('407 without a password says that it wants one', async () => {
    const proxy = await serve([status(407)]);
    const result = await ask(HTTPS, { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
    expect(readStderr(result).problems[0]?.line).toMatch(/asks for a user name and password \(407\)/);
  });

  it('its connection is refused: names it', async () => {
    const proxy = await serve([]);
    const { port } = proxy;
    await proxy.close();
    const result = await ask(HTTPS, { HTTPS_PROXY: `http://${LOGIN}@127.0.0.1:${port}` });
    expect(result.code).toBe(6);
    expect(readStderr(result).problems[0]).toEqual({
      line: expect.stringMatching(`refused.*the proxy 127\\.0\\.0\\.1:${port}`),
      hint: expect.stringMatching('HTTPS_PROXY'),
    });
  });

  it.each([
    'socks5://me:hunter2@127.0.0.1:1080',
    'http://me:hunter2@',
    'http://me:hunter2@[x',
    'ftp://me:hunter2@x',
  ])('its address is of no use: %s', async (address) => {
    const result = await ask(HTTPS, { HTTPS_PROXY: address });
    expect(result.code).toBe(2);
    expect(result.stderr).not.toContain('hunter2');
    expect(readStderr(result).problems[0]?.line).toMatch(/HTTPS_PROXY/);
  });
});
