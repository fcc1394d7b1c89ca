import { describe, expect, it } from 'vitest';
import type { ErrorKind } from '../../src/errors.ts';
import {
  apiError,
  chunk,
  DONE,
  event,
  hold,
  type Reply,
  reply,
  reset,
  sse,
  status,
} from '../helpers/fake-server.ts';
import { ask, askServer, KEY, serve } from './asking.ts';

/** What a server says, the error's kind, what message and hint must name. */
const REFUSALS: readonly (readonly [string, Reply, ErrorKind, RegExp, RegExp])[] = [
  [
    '401',
    apiError(401, 'Incorrect API key'),
    'auth',
    /the environment \(OPENAI_API_KEY\).*401.*Incorrect API key/,
    /config set apiKey/,
  ],
  ['401 without a body', status(401), 'auth', /401/, /config set apiKey/],
  ['403', status(403, { detail: 'Forbidden' }), 'auth', /403.*Forbidden/, /key/],
  [
    '404, unknown model',
    apiError(404, 'The model does not exist', { code: 'model_not_found' }),
    'request',
    /"test-model" \(404\)/,
    /--model/,
  ],
  [
    '404, Ollama',
    apiError(404, 'model "test-model" not found, try pulling it first'),
    'request',
    /"test-model".*pulling/,
    /--model/,
  ],
  ['404, a model by no name', apiError(404, 'no such model'), 'request', /"test-model"/, /base URL/],
  ['404, no word of a model', apiError(404, 'no such URL'), 'request', /\/chat\/completions/, /base URL/],
  ['404, text', status(404, '404 page not found'), 'request', /\/v1\/chat\/completions \(404\)/, /base URL/],
  ['404, FastAPI', status(404, { detail: 'Not Found' }), 'request', /\/chat\/completions/, /base URL/],
  ['400', apiError(400, 'bad'), 'request', /400.*bad/, /config list/],
  [
    '400, context',
    apiError(400, 'too long', { code: 'context_length_exceeded' }),
    'request',
    /too long for test-model/,
    /without -s/,
  ],
  [
    '400, context, llama.cpp',
    apiError(400, 'the request exceeds', { type: 'exceed_context_size_error', code: 400 }),
    'request',
    /too long for test-model/,
    /without -s/,
  ],
  [
    '400, context, vLLM',
    status(400, { object: 'error', message: "This model's maximum context length is 4096 tokens" }),
    'request',
    /too long for/,
    /without -s/,
  ],
  [
    '402',
    status(402, { error: { message: 'Insufficient Balance' } }),
    'rate-limit',
    /402.*Insufficient Balance/,
    /billing/,
  ],
  [
    '413',
    status(413, '<html><title>Request Entity Too Large</title></html>'),
    'request',
    /413.*Request Entity Too Large/,
    /./,
  ],
  ['418', status(418, "I'm a teapot"), 'request', /418.*teapot/, /./],
  [
    '422',
    status(422, { detail: [{ loc: ['body', 'x'], msg: 'wrong' }] }),
    'request',
    /422.*body\.x: wrong/,
    /./,
  ],
  [
    '429, quota',
    apiError(429, 'You exceeded your quota', { code: 'insufficient_quota' }),
    'rate-limit',
    /429.*exceeded/,
    /billing/,
  ],
  [
    '429, quota by type',
    apiError(429, 'no', { type: 'insufficient_quota' }),
    'rate-limit',
    /quota/,
    /billing/,
  ],
  ['304', status(304), 'request', /304/, /base URL/],
  [
    '200, a page',
    status(200, '<html><title>Welcome to nginx!</title></html>'),
    'request',
    /Welcome to nginx!/,
    /base URL/,
  ],
  ['200, text', status(200, 'Ollama is running'), 'request', /Ollama is running/, /base URL/],
  ['200, other JSON', status(200, { status: 'ok' }), 'request', /\{"status":"ok"\}/, /base URL/],
  [
    '200, an error in JSON',
    status(200, { error: { message: 'slow down', code: 429 } }),
    'rate-limit',
    /slow down/,
    /./,
  ],
  ['200, half of JSON', status(200, '{"choices": [{"mess'), 'incomplete', /\{"choices"/, /./],
  ['200, empty', status(200), 'incomplete', /empty/, /./],
  ['200, blank', status(200, '\n \n'), 'incomplete', /empty/, /./],
  ['200, an empty stream', sse([]), 'incomplete', /empty/, /./],
  ['200, a stream of comments', sse([': hello\n\n']), 'incomplete', /before any text/, /./],
  ['200, an event that is not JSON', sse(['data: nonsense\n\n']), 'incomplete', /not JSON: nonsense/, /./],
  ['204', reply([], { status: 204, framing: 'close' }), 'incomplete', /empty/, /./],
];

describe('a refusal', () => {
  it.each(REFUSALS)('is told once, and never asked again: %s', async (_, refusal, kind, message, hint) => {
    const { error, requests, end, notices } = await askServer([refusal]);
    expect({ kind: error?.kind, requests, end, notices }).toEqual({
      kind,
      requests: 1,
      end: undefined,
      notices: [],
    });
    expect(error?.message).toMatch(message);
    expect(error?.hint).toMatch(hint);
    expect(`${error?.message}${error?.hint}`).not.toMatch(/[<>\p{Cc}]|undefined|null/u);
  });

  it('without a key says that none was sent', async () => {
    const { error } = await askServer([status(401)], { endpoint: { apiKey: null, keySource: null } });
    expect(error?.message).toBe('the server asks for an API key, and none was sent (401)');
  });

  it.each([
    ['long', 'x'.repeat(10_000)],
    ['of several lines', 'one\r\ntwo\u2028three\tfour'],
    ['with escape sequences', '\u001b[31mred\u001b]52;c;aGk=\u0007\u009b0m\u202egnp'],
    ['of tags and halves', '\ud83d \u{e0041}'],
  ])('is one clean line: %s', async (_, text) => {
    const { error } = await askServer([apiError(400, text)]);
    expect(error?.message).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u202e\u{e0041}]/u);
    expect(error?.message.length).toBeLessThan(360);
  });

  it('is read as far as it came: broken off, gzipped, huge or slow', async () => {
    const body = JSON.stringify({ error: { message: 'no' } });
    const headers = { 'Content-Type': 'application/json' };
    expect((await askServer([reply([body, reset], { status: 400, headers })])).error?.message).toMatch(/no$/);
    expect((await askServer([reply([body], { status: 400, headers, gzip: true })])).error?.message).toMatch(
      /no$/,
    );
    expect((await askServer([status(400, `no${' '.repeat(300_000)}`)])).error?.message).toMatch(/: no$/);
  });

  it('is told though its body never ends', async () => {
    const server = await serve([reply(['too bad', hold], { status: 400 })]);
    const { error } = await ask(server.baseUrl, { timeFliesAfter: server.request(0) });
    expect(error).toMatchObject({ kind: 'request' });
  });
});

/** An error within a stream: what it says, and the kind it has. */
const ERRORS: readonly (readonly [string, string, ErrorKind])[] = [
  ['an error object', event({ error: { message: 'no', type: 'server_error' } }), 'network'],
  ['with an HTTP status as its code', event({ error: { message: 'no', code: 429 } }), 'rate-limit'],
  ['with a status in words', event({ error: { message: 'no', code: '502' } }), 'network'],
  ['of the key', event({ error: { message: 'no', code: 'invalid_api_key' } }), 'auth'],
  ['of the quota', event({ error: { message: 'no', code: 'insufficient_quota' } }), 'rate-limit'],
  ['of the context', event({ error: { message: 'no', code: 'context_length_exceeded' } }), 'request'],
  ['as text', event({ error: 'no' }), 'incomplete'],
  ['of no known kind', event({ error: { message: 'no', code: 'weird' } }), 'incomplete'],
  ['as vLLM', event({ object: 'error', message: 'no', code: 400 }), 'request'],
  ['as FastAPI', event({ detail: 'no' }), 'incomplete'],
  [
    'as an event of that name',
    `event: error\n${event({ message: 'no', type: 'overloaded_error' })}`,
    'network',
  ],
  ['as an event of that name, in words', 'event: error\ndata: no\n\n', 'incomplete'],
  [
    'beside choices',
    event({ ...chunk('', { finish: 'error' }), error: { message: 'no', code: 502 } }),
    'network',
  ],
];

describe('an error in the stream', () => {
  it.each(ERRORS)('is thrown when it comes before any text: %s', async (_, data, kind) => {
    const { error, end, requests } = await askServer([sse([chunk({ role: 'assistant' }), data, DONE])]);
    expect({ kind: error?.kind, end, requests }).toEqual({ kind, end: undefined, requests: 1 });
    expect(error?.message).toMatch(/: no$/);
  });

  it.each(ERRORS)('ends the answer when it comes in the middle: %s', async (_, data, kind) => {
    const { text, end, error } = await askServer([sse([chunk('Hi'), data, DONE])]);
    expect({ text, finish: end?.finish, kind: error?.kind }).toEqual({ text: 'Hi', finish: 'broken', kind });
    expect(error?.message).toMatch(/: no$/);
  });

  it('keeps the text that came in the same segment', async () => {
    const { text, end } = await askServer([sse([event(chunk('Hi')) + event({ error: 'no' })])]);
    expect({ text, finish: end?.finish }).toEqual({ text: 'Hi', finish: 'broken' });
  });

  it('that is no JSON breaks the answer', async () => {
    const { text, end, error } = await askServer([sse([chunk('Hi'), 'data: nonsense\n\n'])]);
    expect({ text, finish: end?.finish, kind: error?.kind }).toEqual({
      text: 'Hi',
      finish: 'broken',
      kind: 'incomplete',
    });
  });
});

describe('an answer that is not streamed', () => {
  it('is taken whole', async () => {
    const { text, reasoning, end } = await askServer([
      status(200, {
        choices: [{ index: 0, message: { content: 'Hi', reasoning_content: 'hm' }, finish_reason: 'length' }],
        usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
      }),
    ]);
    expect({ text, reasoning }).toEqual({ text: 'Hi', reasoning: 'hm' });
    expect(end).toEqual({
      type: 'end',
      finish: 'length',
      usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 },
    });
  });

  it.each([['application/json'], ['text/event-stream'], ['']])('may be called %j', async (type) => {
    const server = await serve([
      status(200, { choices: [{ message: { content: 'Hi' } }] }, { 'Content-Type': type }),
    ]);
    expect(await ask(server.baseUrl)).toMatchObject({ text: 'Hi', end: { finish: 'stop' } });
  });
});

describe('the API key', () => {
  it.each([200, 304, 400, 401, 403, 404, 413, 422, 429, 500, 503])(
    'is in no message, though the server repeats it: %d',
    async (code) => {
      const lines: string[] = [];
      const echo = apiError(
        code,
        `key ${KEY} and Bearer ${KEY}`,
        { code: KEY },
        { 'X-Key': KEY, 'Set-Cookie': 'secret' },
      );
      const { error } = await askServer([echo], {
        endpoint: { debug: (line) => lines.push(line), maxRetries: 0 },
      });
      const shown = JSON.stringify([error?.message, error?.hint, lines, error?.cause]);
      expect(shown).not.toContain(KEY);
      expect(shown).not.toContain('secret');
      expect(lines.some((line) => line.includes('POST'))).toBe(true);
    },
  );

  it('is in no end of a broken answer', async () => {
    const { error } = await askServer([sse([chunk('Hi'), event({ error: { message: `bad ${KEY}` } })])]);
    expect(error?.message).toMatch(/: bad \[key\]$/);
  });

  it.each([['plain-key-without-prefix'], ['a"b\\c$&d'], ['sk-proj-****abcd']])(
    'may look like anything: %s',
    async (apiKey) => {
      const { error } = await askServer([apiError(401, `Incorrect API key provided: ${apiKey}.`)], {
        endpoint: { apiKey },
      });
      expect(error?.message).toMatch(/provided: \[key\]\.?$/);
    },
  );
});
