import { describe, expect, it } from 'vitest';
import { listModels, probeModels } from '../../src/client/list-models.ts';
import { apiError, type Reply, reply, reset, silence, status } from '../helpers/fake-server.ts';
import { endpointOf, KEY, serve } from './asking.ts';

async function list(answer: Reply): Promise<string[]> {
  const server = await serve([answer]);
  return listModels(endpointOf(server.baseUrl), new AbortController().signal);
}

describe('the list of models', () => {
  it('is asked for with the key', async () => {
    const server = await serve([status(200, { object: 'list', data: [{ id: 'b' }, { id: 'a' }] })]);
    expect(await listModels(endpointOf(server.baseUrl), new AbortController().signal)).toEqual(['b', 'a']);
    expect(server.requests).toMatchObject([
      {
        method: 'GET',
        path: '/v1/models',
        headers: { authorization: `Bearer ${KEY}`, accept: 'application/json' },
        body: '',
      },
    ]);
  });

  it.each([
    ['an array alone', [{ id: 'a' }, 'b']],
    ['models with names', { models: [{ name: 'a' }, { name: 'b' }] }],
    ['entries of no use among them', { data: [{ id: 'a' }, null, {}, { id: '' }, 7, { id: 'b' }] }],
  ])('is read from %s', async (_, body) => {
    expect(await list(status(200, body))).toEqual(['a', 'b']);
  });

  it.each([
    ['401', apiError(401, 'no'), 'auth', /401.*no/],
    ['403, which a good key may get', apiError(403, 'no leave'), 'request', /not let .*\(403\): no leave/],
    ['404', status(404), 'request', /\/models \(404\)/],
    ['503, asked once', status(503), 'network', /503/],
    ['something else', status(200, '<html>'), 'request', /no list of models/],
    ['a break', reply(['{"data": [', reset]), 'incomplete', /broke/],
  ] satisfies [string, Reply, string, RegExp][])('may fail: %s', async (_, answer, kind, message) => {
    await expect(list(answer)).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  it('is given up on an abort', async () => {
    const server = await serve([silence]);
    const abort = new AbortController();
    server.request(0).then(() => abort.abort(new Error('enough')));
    await expect(listModels(endpointOf(server.baseUrl), abort.signal)).rejects.toThrow('enough');
  });
});

describe('a guess that a server is there', () => {
  const probe = async (answer: Reply, signal = new AbortController().signal) =>
    probeModels(endpointOf((await serve([answer])).baseUrl), signal);

  it.each<[string, object, readonly string[]]>([
    ["OpenAI's form", { object: 'list', data: [{ id: 'b' }, { id: 'a' }] }, ['b', 'a']],
    ['more beside it', { models: [{ name: 'a.gguf' }], data: [{ id: 'a', object: 'model' }] }, ['a']],
    ['no model', { object: 'list', data: [] }, []],
    ['no model, as Ollama says it', { object: 'list', data: null }, []],
  ])('is right with %s', async (_, body, ids) => {
    expect(await probe(status(200, body))).toEqual({ models: ids });
  });

  it.each<[string, Reply]>([
    ['a page', status(200, '<html><title>dev server</title></html>')],
    ['an array', status(200, [{ id: 'a' }])],
    ['another form', status(200, { models: [{ name: 'a' }] })],
    ['other entries', status(200, { data: [{ id: 'a' }, { name: 'b' }] })],
    ['null', status(200, 'null')],
    ['another refusal', apiError(403, 'no')],
    ["a refusal of another server's", status(401, { detail: 'log in' })],
    ['a refusal by a page', status(401, '<html>', { 'WWW-Authenticate': 'Basic realm="x"' })],
    ['nothing there', status(404)],
    ['a redirect elsewhere', status(307, '', { Location: 'https://elsewhere.example/v1/models' })],
    ['a broken connection', reset],
  ])('is wrong with %s', async (_, answer) => {
    expect(await probe(answer)).toBeUndefined();
  });

  it.each([
    ["OpenAI's", apiError(401, 'You must provide an API key.', { type: 'invalid_request_error' })],
    ["vLLM's", status(401, { error: 'Unauthorized' })],
  ])('is right where a key is wanted, in %s words', async (_, answer) => {
    expect(await probe(answer)).toBe('wants a key');
  });

  it('is given up with its signal', async () => {
    const patience = new AbortController();
    const server = await serve([silence]);
    const answer = probeModels(endpointOf(server.baseUrl), patience.signal);
    await server.request(0);
    patience.abort();
    expect(await answer).toBeUndefined();
  });
});
