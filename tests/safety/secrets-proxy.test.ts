import { describe, expect, it } from 'vitest';
import { answer, chunk, event, type Reply, silence, sse, status } from '../helpers/fake-server.ts';
import { serve } from '../helpers/talk.ts';
import { expectNothingWritten, formsOf, KEYS, PROXY_PASSWORD, runClean } from './secrets.ts';

const CREDENTIALS = `user:${PROXY_PASSWORD}`;
const BASIC = `Basic ${Buffer.from(CREDENTIALS).toString('base64')}`;
const SAID = [...formsOf(PROXY_PASSWORD), ...formsOf(CREDENTIALS), BASIC].join(' | ');
const HEADERS = {
  'Proxy-Authenticate': `Basic realm="${BASIC}"`,
  'X-Echo': `Proxy-Authorization: ${BASIC}`,
  Via: CREDENTIALS,
  'Retry-After': '0',
};

/** Proxies that repeat what they were sent, to a plain http server's name and to one of https. */
const PROXIES: Readonly<Record<string, Reply>> = {
  407: status(407, SAID, HEADERS),
  403: status(403, { error: { message: SAID } }, HEADERS),
  'a redirect': status(307, '', {
    ...HEADERS,
    Location: `http://user:${encodeURIComponent(PROXY_PASSWORD)}@x.example/`,
  }),
  '400 with the authorization': status(400, BASIC, HEADERS),
  '502 with a page': status(502, `<html><title>${SAID}</title></html>`, HEADERS),
  'an error in mid-answer': sse([chunk('so far'), event({ error: { message: SAID } })], { headers: HEADERS }),
  'an answer': answer('fine', { headers: HEADERS }),
};

const addressOf = (port: number) => `http://user:${encodeURIComponent(PROXY_PASSWORD)}@127.0.0.1:${port}`;
const FLAGS = ['--debug', '--jsonl'];

describe("a proxy's password", () => {
  it.each(Object.entries(PROXIES))('is in nothing that is said or written: %s', async (_, said) => {
    const proxy = await serve(said);
    const address = addressOf(proxy.port);
    const env = { OPENAI_API_KEY: KEYS.environment, HTTP_PROXY: address, HTTPS_PROXY: address };
    const runs = ['http', 'https'].flatMap((scheme) =>
      FLAGS.map((flag) => {
        const flags = [flag, '--insecure-http', '--max-retries', '1', '--timeout', '10'];
        return runClean(['ask', ...flags, '--base-url', `${scheme}://server.example/v1`, 'hi'], { env });
      }),
    );
    for (const { code } of await Promise.all(runs)) expect(code).not.toBe(1);
    for (const { headers } of proxy.requests) expect(headers['proxy-authorization']).toBe(BASIC);
    expect(proxy.requests.some(({ method }) => method === 'CONNECT')).toBe(true);
    expectNothingWritten();
  });

  it.each([
    ['that nobody listens at', addressOf(1)],
    ['of another kind', `socks5://${CREDENTIALS}@127.0.0.1:1`],
    ['that is no address', `http://${CREDENTIALS}@:x`],
    ['without a scheme', `${CREDENTIALS}@127.0.0.1:1`],
    ['that breaks lines', `http://${CREDENTIALS}@127.0.0.1\n:1`],
  ])('is in nothing that is said or written: a proxy %s', async (_, address) => {
    const env = { OPENAI_API_KEY: KEYS.environment, HTTPS_PROXY: address };
    const asking = ['--max-retries', '0', '--base-url', 'https://server.example/v1', 'hi'];
    const runs = FLAGS.map((flag) => runClean(['ask', flag, ...asking], { env }));
    for (const { code } of await Promise.all(runs)) expect([2, 6]).toContain(code);
    expectNothingWritten();
  });

  it('is in nothing that is said when time is up', async () => {
    const proxy = await serve(silence);
    const env = { OPENAI_API_KEY: KEYS.environment, HTTPS_PROXY: addressOf(proxy.port) };
    const args = ['ask', '--debug', '--timeout', '0.5', '--base-url', 'https://server.example/v1', 'hi'];
    expect((await runClean(args, { env })).code).toBe(6);
    expectNothingWritten();
  });
});
