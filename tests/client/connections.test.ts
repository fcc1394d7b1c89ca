import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { beforeAll, describe, expect, it } from 'vitest';
import { tunnelTo } from '../helpers/fake-proxy.ts';
import {
  answer,
  chunk,
  DONE,
  drop,
  hold,
  type Reply,
  reply,
  silence,
  sse,
  status,
  TEST_CERTIFICATE,
} from '../helpers/fake-server.ts';
import { startCommand } from '../helpers/run.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { ask, KEY, serve } from './asking.ts';

const ONCE = { maxRetries: 0 };
const PASSWORD = 'hunter2';

function proxyEnv(port: number): Record<string, string> {
  const proxy = `http://me:${PASSWORD}@127.0.0.1:${port}`;
  return { HTTPS_PROXY: proxy, HTTP_PROXY: proxy };
}

describe('a connection that does not come about', () => {
  it('names host and port where nothing listens', async () => {
    const { error } = await ask('http://127.0.0.1:1/v1', { endpoint: ONCE });
    expect(error).toMatchObject({ kind: 'network', message: expect.stringContaining('127.0.0.1:1') });
  });

  it('names host and port of a name with several addresses', async () => {
    const { error } = await ask('http://localhost:1/v1', { endpoint: ONCE });
    expect(error?.message).toBe('connection refused: nothing listens at localhost:1');
  });

  it('names the host that there is not', async () => {
    const { error } = await ask('http://no-such-host.invalid/v1', { endpoint: ONCE });
    expect(error).toMatchObject({
      kind: 'network',
      message: expect.stringContaining('no-such-host.invalid'),
    });
  });

  it('says that the server closed it', async () => {
    const server = await serve([drop]);
    const { error } = await ask(server.baseUrl, { endpoint: ONCE });
    expect(error?.message).toBe(`127.0.0.1:${server.port} closed the connection before it answered`);
  });

  it.each([
    ['another protocol', '220 smtp.example.com ESMTP\r\n'],
    ['a broken status line', 'HTTP/1.1 abc\r\n\r\n'],
    ['headers without end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`],
  ])('says that the server does not speak HTTP, once: %s', async (_, bytes) => {
    const server = await serve([(connection) => connection.write(bytes)]);
    const { error, notices } = await ask(server.baseUrl);
    expect({ kind: error?.kind, notices }).toEqual({ kind: 'network', notices: [] });
    expect(error?.message).toMatch(/not answer in HTTP/);
  });

  it('says once that a certificate is not trusted, and sends no key', async () => {
    const server = await serve([answer('Hi')], { tls: true });
    const { error, notices } = await ask(server.baseUrl);
    expect({ kind: error?.kind, notices, requests: server.requests.length }).toEqual({
      kind: 'network',
      notices: [],
      requests: 0,
    });
    expect(error?.message).toMatch(/127\.0\.0\.1 is not trusted \(self-signed\)/);
    expect(error?.hint).toMatch(/NODE_EXTRA_CA_CERTS/);
  });

  it('says that a server without TLS has none', async () => {
    const server = await serve([answer('Hi')]);
    const { error, notices } = await ask(server.baseUrl.replace('http:', 'https:'), {
      endpoint: { timeoutMs: 1_000 },
      timeFliesAfter: Promise.resolve(),
    });
    expect({ kind: error?.kind, notices }).toEqual({ kind: 'network', notices: [] });
  });
});

describe('a proxy', () => {
  it('is asked for the whole address of an http server, with its own credentials', async () => {
    const proxy = await serve([answer('Hi')]);
    const outcome = await ask('http://server.test/v1', { endpoint: { env: proxyEnv(proxy.port) } });
    expect(outcome.text).toBe('Hi');
    expect(proxy.requests[0]).toMatchObject({
      method: 'POST',
      path: 'http://server.test/v1/chat/completions',
      headers: {
        host: 'server.test',
        authorization: `Bearer ${KEY}`,
        'proxy-authorization': `Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`,
      },
    });
  });

  it('is asked for a tunnel to an https server, and learns neither key nor question', async () => {
    const server = await serve([answer('Hi')], { tls: true });
    const proxy = await serve([tunnelTo(server.port)]);
    const { error, notices } = await ask('https://server.test/v1', {
      endpoint: { env: proxyEnv(proxy.port) },
    });
    expect(error?.message).toMatch(/server\.test is not trusted/);
    expect(notices).toEqual([]);
    expect(proxy.requests).toMatchObject([
      { method: 'CONNECT', path: 'server.test:443', headers: { host: 'server.test:443' } },
    ]);
    expect(proxy.requests[0]?.raw).not.toContain(KEY);
  });

  it.each([
    ['https', 'https://server.test/v1'],
    ['http', 'http://server.test/v1'],
  ])('that asks for a password is told apart from the server, without the password: %s', async (_, url) => {
    const proxy = await serve([status(407, 'no', { 'Proxy-Authenticate': 'Basic' })]);
    const { error, notices } = await ask(url, { endpoint: { env: proxyEnv(proxy.port) } });
    expect({ kind: error?.kind, notices }).toEqual({ kind: 'network', notices: [] });
    expect(error?.message).toBe(`the proxy 127.0.0.1:${proxy.port} refused the user name and password (407)`);
    expect(JSON.stringify(error)).not.toContain(PASSWORD);
  });

  it('that asks for a password where none was given says so', async () => {
    const proxy = await serve([status(407)]);
    const { error } = await ask('https://server.test/v1', {
      endpoint: { env: { HTTPS_PROXY: `127.0.0.1:${proxy.port}` } },
    });
    expect(error?.message).toMatch(/asks for a user name and password/);
    expect(error?.hint).toMatch(/USER:PASSWORD/);
  });

  it.each([
    ['refuses', status(403), /refused to connect to server\.test:443 \(403\)/, 0],
    ['can not connect', status(502), /failed \(502\): the proxy .* could not connect to server\.test:443/, 2],
    ['breaks', drop, /the proxy 127\.0\.0\.1:\d+ closed the connection/, 2],
  ] satisfies [string, Reply, RegExp, number][])(
    'that %s is a failure of the network',
    async (_, refusal, message, retries) => {
      const proxy = await serve([refusal]);
      const { error, notices } = await ask('https://server.test/v1', {
        endpoint: { env: proxyEnv(proxy.port) },
      });
      expect(error?.kind).toBe('network');
      expect(error?.message).toMatch(message);
      expect(notices).toHaveLength(retries);
    },
  );

  it('that is not there is named', async () => {
    const { error } = await ask('https://server.test/v1', {
      endpoint: { ...ONCE, env: { HTTPS_PROXY: 'http://127.0.0.1:1' } },
    });
    expect(error?.message).toBe('connection refused: nothing listens at the proxy 127.0.0.1:1');
    expect(error?.hint).toMatch(/HTTPS_PROXY/);
  });

  it('that never answers is given up after the time-out', async () => {
    const proxy = await serve([silence]);
    const { error } = await ask('https://server.test/v1', {
      endpoint: { env: proxyEnv(proxy.port) },
      timeFliesAfter: proxy.request(0),
    });
    expect(error?.message).toMatch(/no answer from server\.test within 300 s/);
  });

  it('is left at once on an abort, while it opens a tunnel', async () => {
    const abort = new AbortController();
    const proxy = await serve([silence]);
    proxy.request(0).then(() => abort.abort());
    const { end } = await ask('https://server.test/v1', {
      endpoint: { env: proxyEnv(proxy.port) },
      signal: abort.signal,
    });
    expect(end?.finish).toBe('interrupted');
  });

  it('is not asked for a loopback server', async () => {
    const server = await serve([answer('Hi')]);
    const { text } = await ask(server.baseUrl, { endpoint: { env: proxyEnv(1) } });
    expect(text).toBe('Hi');
  });
});

describe('a process that trusts the certificate', () => {
  let program = '';

  beforeAll(async () => {
    const outDir = tempDir();
    await build({
      entry: [fileURLToPath(new URL('programs/ask.ts', import.meta.url))],
      outDir,
      format: 'esm',
      noExternal: [/.*/],
      outExtension: () => ({ js: '.mjs' }),
      config: false,
      silent: true,
    });
    program = `${outDir}/ask.mjs`;
  });

  const trusting = { NODE_EXTRA_CA_CERTS: fileURLToPath(TEST_CERTIFICATE) };

  it('gets its answer', async () => {
    const server = await serve([answer('Hi')], { tls: true });
    const { stdout, code } = await startCommand([process.execPath, program, server.baseUrl], {
      env: trusting,
    }).result;
    expect({ stdout, code }).toEqual({ stdout: 'Hi<end>', code: 0 });
  });

  it('gets its answer through a tunnel', async () => {
    const server = await serve([answer('Hi')], { tls: true });
    const proxy = await serve([tunnelTo(server.port)]);
    const env = { ...trusting, ...proxyEnv(proxy.port) };
    const { stdout, code } = await startCommand([process.execPath, program, 'https://server.test/v1'], {
      env,
    }).result;
    expect({ stdout, code }).toEqual({ stdout: 'Hi<end>', code: 0 });
    expect(server.requests[0]?.headers).toMatchObject({
      host: 'server.test',
      authorization: `Bearer ${KEY}`,
    });
    expect(server.requests[0]?.raw).not.toMatch(/proxy-authorization/i);
  });

  it('gets its answer through a proxy that is asked with TLS itself', async () => {
    const server = await serve([answer('Hi')], { tls: true });
    const proxy = await serve([tunnelTo(server.port)], { tls: true });
    const env = { ...trusting, HTTPS_PROXY: `https://127.0.0.1:${proxy.port}` };
    const { stdout } = await startCommand([process.execPath, program, 'https://server.test/v1'], { env })
      .result;
    expect(stdout).toBe('Hi<end>');
  });

  it('refuses a certificate for another name', async () => {
    const server = await serve([answer('Hi')], { tls: true });
    const proxy = await serve([tunnelTo(server.port)]);
    const env = { ...trusting, ...proxyEnv(proxy.port) };
    const { stdout } = await startCommand([process.execPath, program, 'https://other.test/v1'], { env })
      .result;
    expect(stdout).toMatch(/other\.test:443 shows is another host's/);
    expect(server.requests).toEqual([]);
  });

  it('waits between two tries, though nothing else keeps it alive', async () => {
    const server = await serve([reply([], { status: 503, framing: 'close' }), answer('Hi')]);
    const { stdout, code } = await startCommand([process.execPath, program, server.baseUrl]).result;
    expect({ stdout, code }).toEqual({ stdout: '<notice>Hi<end>', code: 0 });
  });

  it('ends though the server holds the connection', async () => {
    const server = await serve([sse([chunk('Hi'), DONE, hold])]);
    const { stdout, code } = await startCommand([process.execPath, program, server.baseUrl]).result;
    expect({ stdout, code }).toEqual({ stdout: 'Hi<end>', code: 0 });
  });
});
