import { describe, expect, it } from 'vitest';
import { answer, status } from '../helpers/fake-server.ts';
import { ask, askServer, KEY, serve } from './asking.ts';

describe('a redirect within the server', () => {
  it.each([307, 308])('is followed with method, key and body: %d', async (code) => {
    const server = await serve([status(code, '', { Location: '/other/path?x=1' }), answer('Hi')]);
    expect(await ask(server.baseUrl)).toMatchObject({ text: 'Hi', notices: [] });
    const [first, second] = server.requests;
    expect(second).toMatchObject({
      method: 'POST',
      path: '/other/path?x=1',
      json: first?.json,
      headers: { authorization: `Bearer ${KEY}` },
    });
  });

  it('may be relative, absolute, by another name of this machine, or with a user name, which goes nowhere', async () => {
    const server = await serve([answer('Hi')]);
    const here = `127.0.0.1:${server.port}`;
    for (const location of [
      '../v2',
      server.baseUrl,
      `http://user:pass@${here}/x`,
      `http://localhost:${server.port}`,
    ]) {
      server.setReplies(status(307, '', { Location: location }), answer('Hi'));
      expect(await ask(server.baseUrl)).toMatchObject({ text: 'Hi' });
      expect(server.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);
    }
  });

  it('is followed three times', async () => {
    const again = status(307, '', { Location: '/again' });
    expect(await askServer([again, again, again, answer('Hi')])).toMatchObject({ text: 'Hi', requests: 4 });
    expect(await askServer([again])).toMatchObject({ requests: 4, error: { kind: 'request' } });
  });

  it.each([301, 302, 303])('that would drop the question is not: %d', async (code) => {
    const { error, requests } = await askServer([status(code, '', { Location: '/elsewhere' })]);
    expect({ kind: error?.kind, requests }).toEqual({ kind: 'request', requests: 1 });
    expect(error?.message).toMatch(/\/elsewhere/);
    expect(error?.hint).toMatch(/--base-url/);
  });
});

describe('a redirect to another server', () => {
  it.each([301, 302, 303, 307, 308])('is not followed: %d', async (code) => {
    const other = await serve([answer('stolen')]);
    const { error, requests } = await askServer([
      status(code, '', { Location: `${other.baseUrl}/chat/completions` }),
    ]);
    expect({ kind: error?.kind, requests, others: other.connections }).toEqual({
      kind: 'request',
      requests: 1,
      others: 0,
    });
    expect(error?.message).toContain(`http://127.0.0.1:${other.port}`);
  });

  it.each([
    ['https://127.0.0.1:PORT/v1', /https:\/\/127\.0\.0\.1/],
    ['http://localhost:1/v1', /localhost/],
    ['//evil.example/x', /evil\.example/],
    [`https://evil.example/?${KEY}`, /evil\.example/],
    [`https://${KEY}.evil.example/`, /\[key\]\.evil\.example/],
    ['javascript:alert(1)', /javascript:/],
    ['http://[', /307/],
    ['', /307/],
  ])('is named and cleaned: %s', async (location, message) => {
    const server = await serve([answer('Hi')]);
    server.setReplies(status(307, '', { Location: location.replace('PORT', String(server.port)) }));
    const { error } = await ask(server.baseUrl);
    expect(error?.kind).toBe('request');
    expect(error?.message).toMatch(message);
    expect(error?.message).not.toContain(KEY);
    expect(server.requests).toHaveLength(1);
  });
});
