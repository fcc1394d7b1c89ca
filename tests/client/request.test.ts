import { describe, expect, it } from 'vitest';
import { createChatModel } from '../../src/client/chat-model.ts';
import { answer, apiError, type Reply, status } from '../helpers/fake-server.ts';
import { type AskOptions, ask, askServer, endpointOf, KEY, QUESTION, serve } from './asking.ts';

/** The one request that comes of asking so. */
async function requestOf(options: AskOptions) {
  const server = await serve([answer('Hi')]);
  await ask(server.baseUrl, options);
  return server.request(0);
}

describe('the request', () => {
  it('is a streamed chat completion', async () => {
    const request = await requestOf({});
    expect(request).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
    expect(request.json).toEqual({
      model: 'test-model',
      messages: QUESTION.messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(request.headers).toEqual({
      accept: 'text/event-stream',
      authorization: `Bearer ${KEY}`,
      connection: 'close',
      'content-length': String(Buffer.byteLength(request.body)),
      'content-type': 'application/json',
      host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      'user-agent': 'ai-chat/test',
    });
  });

  it('holds optional parameters when they are set', async () => {
    const request = await requestOf({ request: { temperature: 0, maxTokens: 7 } });
    expect(request.json).toMatchObject({ temperature: 0, max_tokens: 7 });
  });

  it('carries any text', async () => {
    const content = '漢字 👍\r\n\t\u0000\ud83d "quoted"';
    const request = await requestOf({ request: { messages: [{ role: 'user', content }] } });
    expect(request.json?.messages?.[0]?.content).toBe(content);
  });

  it('carries 10 MB', async () => {
    const content = 'é'.repeat(5_000_000);
    const request = await requestOf({ request: { messages: [{ role: 'user', content }] } });
    expect(request.json?.messages?.[0]?.content.length).toBe(5_000_000);
  });

  it('carries no key where there is none, and nothing of the environment for another server than OpenAI', async () => {
    const env = { OPENAI_ORG_ID: 'org', OPENAI_PROJECT_ID: 'proj', OPENAI_CUSTOM_HEADERS: 'X-Y: z' };
    const request = await requestOf({ endpoint: { apiKey: null, keySource: null, env } });
    expect(Object.keys(request.headers).sort()).toEqual([
      'accept',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
  });
});

const UNSUPPORTED = { type: 'invalid_request_error', code: 'unsupported_parameter' };

/** A refusal, the parameters of the second request that answers it, and whether the user is told. */
const ADAPTED: readonly (readonly [string, Reply, object, number])[] = [
  [
    'max_tokens',
    apiError(400, 'no', { ...UNSUPPORTED, param: 'max_tokens' }),
    { max_completion_tokens: 7, temperature: 1, stream_options: {} },
    0,
  ],
  [
    'temperature',
    apiError(400, 'no', { code: 'unsupported_value', param: 'temperature' }),
    { max_tokens: 7, stream_options: {} },
    1,
  ],
  [
    'stream_options',
    apiError(400, 'no', { ...UNSUPPORTED, param: 'stream_options' }),
    { max_tokens: 7, temperature: 1 },
    0,
  ],
  [
    'stream_options.include_usage',
    apiError(400, 'no', { param: 'stream_options.include_usage' }),
    { max_tokens: 7, temperature: 1 },
    0,
  ],
  [
    'by its words',
    apiError(400, "Use 'max_completion_tokens', not 'max_tokens'"),
    { max_completion_tokens: 7, temperature: 1, stream_options: {} },
    0,
  ],
  [
    'by other words',
    apiError(400, 'Unrecognized request argument supplied: stream_options'),
    { max_tokens: 7, temperature: 1 },
    0,
  ],
  [
    'by FastAPI',
    status(422, { detail: [{ loc: ['body', 'stream_options'], msg: 'Extra inputs are not permitted' }] }),
    { max_tokens: 7, temperature: 1 },
    0,
  ],
];

/** Refusals that another form would not help. */
const NOT_ADAPTED: readonly (readonly [string, Reply])[] = [
  ['another parameter', apiError(400, 'no temperature here', { ...UNSUPPORTED, param: 'messages' })],
  [
    'a wrong value',
    apiError(400, 'temperature too high', { code: 'decimal_above_max_value', param: 'temperature' }),
  ],
  ['a parameter that was not sent', apiError(400, 'no', { ...UNSUPPORTED, param: 'max_completion_tokens' })],
  ['a longer word', apiError(400, 'max_tokens_per_minute reached')],
  ['another status', apiError(404, 'no max_tokens', { param: 'max_tokens' })],
];

describe('a refused parameter', () => {
  const request = { temperature: 1, maxTokens: 7 };

  it.each(ADAPTED)('is renamed or left out, once: %s', async (_, refusal, parameters, notices) => {
    const server = await serve([refusal, answer('Hi')]);
    const outcome = await ask(server.baseUrl, { request });
    expect(outcome).toMatchObject({ text: 'Hi', waits: [] });
    expect(outcome.notices).toHaveLength(notices);
    const { model, messages, stream, ...rest } = server.requests[1]?.json ?? {};
    expect(rest).toEqual({
      ...parameters,
      ...('stream_options' in parameters ? { stream_options: { include_usage: true } } : {}),
    });
  });

  it.each(ADAPTED)('is given up when the other form is refused too: %s', async (_, refusal) => {
    const { error, requests } = await askServer([refusal], { request });
    expect({ kind: error?.kind, requests }).toEqual({ kind: 'request', requests: 2 });
  });

  it.each(NOT_ADAPTED)('is not guessed at: %s', async (_, refusal) => {
    expect(await askServer([refusal], { request })).toMatchObject({
      requests: 1,
      error: { kind: 'request' },
    });
  });

  it('is remembered beside another one', async () => {
    const refuse = (param: string) => apiError(400, 'no', { ...UNSUPPORTED, param });
    const server = await serve([refuse('max_tokens'), answer('Hi'), refuse('temperature'), answer('Hi')]);
    const model = createChatModel(endpointOf(server.baseUrl));
    for (const _ of [1, 2, 3]) {
      for await (const _ of model.stream({ ...QUESTION, ...request }, new AbortController().signal));
    }
    for await (const _ of model.stream(QUESTION, new AbortController().signal));
    expect(server.requests).toHaveLength(6);
    expect(Object.keys(server.requests[5]?.json ?? {})).toEqual([
      'model',
      'messages',
      'stream',
      'stream_options',
    ]);
    expect(server.requests[4]?.json).toMatchObject({ max_completion_tokens: 7 });
    expect(server.requests[4]?.json).not.toHaveProperty('temperature');
  });

  it('is renamed back where a model changed its mind', async () => {
    const refuse = (param: string) => apiError(400, 'no', { ...UNSUPPORTED, param });
    const server = await serve([
      refuse('max_tokens'),
      answer('Hi'),
      refuse('max_completion_tokens'),
      answer('Hi'),
    ]);
    const model = createChatModel(endpointOf(server.baseUrl));
    for (const _ of [1, 2]) {
      for await (const _ of model.stream({ ...QUESTION, maxTokens: 7 }, new AbortController().signal));
    }
    const names = server.requests.map(({ json }) =>
      Object.keys(json ?? {}).filter((name) => name.startsWith('max_')),
    );
    expect(names.flat()).toEqual([
      'max_tokens',
      'max_completion_tokens',
      'max_completion_tokens',
      'max_tokens',
    ]);
  });

  it('is renamed back where a model changed its mind', async () => {
    const refuse = (param: string) => apiError(400, 'no', { ...UNSUPPORTED, param });
    const server = await serve([
      refuse('max_tokens'),
      answer('Hi'),
      refuse('max_completion_tokens'),
      answer('Hi'),
    ]);
    const model = createChatModel(endpointOf(server.baseUrl));
    for (const _ of [1, 2]) {
      for await (const _ of model.stream({ ...QUESTION, maxTokens: 7 }, new AbortController().signal));
    }
    const names = server.requests.map(({ json }) =>
      Object.keys(json ?? {}).filter((name) => name.startsWith('max_')),
    );
    expect(names.flat()).toEqual([
      'max_tokens',
      'max_completion_tokens',
      'max_completion_tokens',
      'max_tokens',
    ]);
  });

  it('does not use up a retry', async () => {
    const outcome = await askServer(
      [status(500), ADAPTED[0]?.[1] ?? status(500), status(500), answer('Hi')],
      { request },
    );
    expect(outcome).toMatchObject({ text: 'Hi', requests: 4 });
  });

  it('is remembered for the next question to that model', async () => {
    const server = await serve([ADAPTED[1]?.[1] ?? status(500), answer('Hi')]);
    const model = createChatModel(endpointOf(server.baseUrl));
    const askAgain = async (name: string) => {
      for await (const _ of model.stream(
        { ...QUESTION, model: name, temperature: 1 },
        new AbortController().signal,
      ));
    };
    await askAgain('a');
    await askAgain('a');
    await askAgain('b');
    expect(server.requests.map(({ json }) => [json?.model, json?.temperature])).toEqual([
      ['a', 1],
      ['a', undefined],
      ['a', undefined],
      ['b', 1],
    ]);
  });
});
