import { describe, expect, it } from 'vitest';
import { answer, chunk, DONE, event, type Reply, reply, sse, status } from '../helpers/fake-server.ts';
import { serve } from '../helpers/talk.ts';
import { expectNothingWritten, formsOf, KEYS, runClean } from './secrets.ts';

const KEY = KEYS.environment;
const FORMS = formsOf(KEY);
/** As it is and in every other form, as a server, or something before it, might repeat it. */
const SAID = FORMS.join(' | ');
const HEADERS = {
  'X-Api-Key': KEY,
  'X-Echo': `Authorization: Bearer ${KEY}`,
  'X-Basic': Buffer.from(`Bearer ${KEY}`).toString('base64'),
  'X-Url': `/v1?api_key=${encodeURIComponent(KEY)}`,
  'Set-Cookie': `key=${KEY}`,
  'WWW-Authenticate': `Bearer realm="${KEY}"`,
  'Retry-After': '0',
};

/** Servers that repeat the key that they were sent. */
const SERVERS: Readonly<Record<string, Reply>> = {
  ...Object.fromEntries(
    FORMS.map((form, at) => [
      `401 with form ${at} of it`,
      status(
        401,
        { error: { message: `Incorrect API key provided: ${form}.`, code: form, type: form, param: form } },
        HEADERS,
      ),
    ]),
  ),
  '403 in plain text': status(403, SAID, HEADERS),
  '404 in another form': status(404, { detail: [{ loc: [SAID], msg: SAID }] }, HEADERS),
  '400 without words': status(400, { error: { code: SAID, reason: SAID } }, HEADERS),
  '413 with a page': status(413, `<html><head><title>${SAID}</title></head></html>`, HEADERS),
  '422 with a page and no title': status(422, `<html><body><pre>${SAID}</pre></body></html>`, HEADERS),
  '429 always': status(429, { error: { message: SAID } }, HEADERS),
  '502 always': status(502, SAID, HEADERS),
  'a redirect elsewhere': status(307, SAID, {
    ...HEADERS,
    Location: `https://x${encodeURIComponent(KEY).replaceAll('%', '-')}.example/${KEY}`,
  }),
  'a redirect that changes the method': status(301, SAID, {
    ...HEADERS,
    Location: `/v1/${KEY}?key=${encodeURIComponent(KEY)}`,
  }),
  'a redirect that goes round': status(308, '', {
    ...HEADERS,
    Location: `/v1/chat/completions?key=${encodeURIComponent(KEY)}`,
  }),
  'an error in mid-answer': sse([chunk('so far'), event({ error: { message: SAID, code: SAID } })], {
    headers: HEADERS,
  }),
  'an error event': sse([chunk('so far'), `event: error\n${event({ message: SAID })}`]),
  'an event that is not JSON': sse([chunk('so far'), `data: {${SAID}\n\n`]),
  'no answer, but text': reply([SAID], { headers: { ...HEADERS, 'Content-Type': 'text/plain' } }),
  'no answer, but JSON': reply([{ message: SAID }], { headers: { 'Content-Type': 'application/json' } }),
  'an encoding': sse([chunk('so far')], { headers: { 'Content-Encoding': KEY } }),
  'a finish that nobody knows': sse([chunk('so far'), chunk({}, { finish: SAID }), DONE], {
    headers: HEADERS,
  }),
  'other names': sse([{ ...chunk('so far', { model: SAID }), id: SAID, system_fingerprint: SAID }, DONE]),
};

describe('a server that repeats the key', () => {
  it.each(Object.entries(SERVERS))('%s', async (_, said) => {
    const server = await serve(said);
    const env = { ...server.env, OPENAI_API_KEY: KEY };
    const [plain, events] = await Promise.all([
      runClean(['ask', '--max-retries', '1', '--debug', 'hi'], { env }),
      runClean(['ask', '--max-retries', '0', '--jsonl', 'hi'], { env }),
    ]);
    expect(server.requests.length).toBeGreaterThan(1);
    for (const { headers } of server.requests) expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect([plain.code, events.code]).not.toContain(1);
    expectNothingWritten();
  });

  it.each([[[]], [['--debug']]])('a chat says nothing of it either (%s)', async (flags) => {
    const replies = Object.entries(SERVERS).filter(([name]) => !name.includes('always'));
    const server = await serve(...replies.map(([, said]) => said), answer('whole'));
    const result = await runClean(['chat', ...flags, '--max-retries', '0'], {
      env: { ...server.env, OPENAI_API_KEY: KEY },
      input: 'hi\n'.repeat(replies.length + 4),
    });
    expect(result.stdout).toContain('whole');
    expectNothingWritten();
  });

  it.each([['-q'], ['--json'], ['--no-save'], ['--no-stream']])('nor does ask %s', async (flag) => {
    const server = await serve(status(401, { error: { message: SAID } }, HEADERS));
    const result = await runClean(['ask', flag, 'hi'], { env: { ...server.env, OPENAI_API_KEY: KEY } });
    expect(result.code).toBe(3);
    expectNothingWritten();
  });
});
