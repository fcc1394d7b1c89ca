import { type AddressInfo, createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { answer, startFakeServer, TEST_CERTIFICATE } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { run } from '../helpers/run.ts';
import { KEY } from './fault.ts';
import { expectKeptPromises, readStderr } from './promises.ts';

const KEYED = { OPENAI_API_KEY: KEY };
const CERTIFICATE = fileURLToPath(TEST_CERTIFICATE);

/** Gives the port. */
async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A port of 127.0.0.1 where nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Asks a server that can't be reached, and twice in a chat: each question gets the same error, and the chat goes on. */
async function expectUnreachable(
  env: Record<string, string>,
  { stderr, hint, notes = 0 }: { stderr: RegExp; hint: RegExp; notes?: number },
  flags: readonly string[] = ['--max-retries', '0'],
): Promise<void> {
  const asked = await run(['ask', ...flags, 'hi'], { env: { ...KEYED, ...env } });
  const chatted = await run(['chat', ...flags], { env: { ...KEYED, ...env }, input: 'one\ntwo\n' });
  for (const result of [asked, chatted]) {
    expect([result.code, result.stdout]).toEqual([6, '']);
    const said = readStderr(result);
    const questions = result === asked ? 1 : 2;
    expect(said.problems.map(({ line }) => line)).toEqual(
      Array(questions).fill(expect.stringMatching(stderr)),
    );
    expect(said.problems[0]?.hint).toMatch(hint);
    expect(said.notes).toHaveLength(notes * questions);
    expectKeptPromises(result, testHome());
  }
}

describe('no connection', () => {
  it('is refused: names host and port', async () => {
    const port = await freePort();
    await expectUnreachable(
      { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` },
      {
        stderr: new RegExp(`connection refused.*127\\.0\\.0\\.1:${port}$`),
        hint: /start the server.*base URL/,
      },
    );
  });

  it('is refused by all addresses of a name', async () => {
    const port = await freePort();
    await expectUnreachable(
      { OPENAI_BASE_URL: `http://localhost:${port}/v1` },
      { stderr: new RegExp(`connection refused.*localhost:${port}$`), hint: /start the server/ },
    );
  });

  it('is refused by an address of IPv6', async () => {
    await expectUnreachable(
      { OPENAI_BASE_URL: 'http://[::1]:9/v1' },
      { stderr: /\[::1\]:9/, hint: /base URL/ },
    );
  });

  it('is tried again, with a note for each', async () => {
    const port = await freePort();
    await expectUnreachable(
      { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` },
      { stderr: /connection refused/, hint: /start the server/, notes: 1 },
      ['--max-retries', '1'],
    );
  });

  it('for want of such a host: names it', async () => {
    await expectUnreachable(
      { OPENAI_BASE_URL: 'https://no-such-host.invalid/v1' },
      // Without a network, nobody can say whether there is one.
      { stderr: /no-such-host\.invalid/, hint: /base URL/ },
    );
  });
});

describe('TLS', () => {
  const serveTls = () => startFakeServer([answer('ok')], { tls: true });

  it('with a certificate nobody vouches for is refused, and what to do is said', async () => {
    const server = await serveTls();
    await expectUnreachable(
      { OPENAI_BASE_URL: server.baseUrl },
      { stderr: /certificate of 127\.0\.0\.1 is not trusted \(self-signed\)/, hint: /NODE_EXTRA_CA_CERTS/ },
      [],
    );
    expect(server.requests).toHaveLength(0);
    await server.close();
  });

  it('with that certificate trusted is used', async () => {
    const server = await serveTls();
    const env = { ...KEYED, OPENAI_BASE_URL: server.baseUrl, NODE_EXTRA_CA_CERTS: CERTIFICATE };
    expect(await run(['ask', 'hi'], { env })).toMatchObject({ code: 0, stdout: 'ok\n', stderr: '' });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    await server.close();
  });

  it('to a server that has none says so', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const port = await listen(server);
    await expectUnreachable(
      { OPENAI_BASE_URL: `https://127.0.0.1:${port}/v1` },
      { stderr: /no TLS connection to 127\.0\.0\.1/, hint: /http:\/\// },
      [],
    );
    server.close();
  });

  it('that a plain request meets says so', async () => {
    const server = await serveTls();
    await expectUnreachable(
      { OPENAI_BASE_URL: server.baseUrl.replace('https', 'http') },
      { stderr: /127\.0\.0\.1:\d+/, hint: /./ },
    );
    await server.close();
  });

  it('whose handshake never ends is a time-out', async () => {
    const server = await startFakeServer([]);
    await expectUnreachable(
      { OPENAI_BASE_URL: server.baseUrl.replace('http', 'https') },
      { stderr: /no answer .* within 0\.3 s/, hint: /--timeout/ },
      ['--timeout', '0.3'],
    );
    await server.close();
  });
});
