import { describe, expect, it } from 'vitest';
import { listModels } from '../../src/client/list-models.ts';
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
