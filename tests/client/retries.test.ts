import { describe, expect, it } from 'vitest';
import { answer, apiError, drop, event, type Reply, sse, status } from '../helpers/fake-server.ts';
import { ask, askServer } from './asking.ts';
import { FakeClock } from './fake-clock.ts';

const PAGE = '<html><title>Bad Gateway</title></html>';

const PASSING: readonly (readonly [string, Reply, string, RegExp])[] = [
  ['408', status(408), 'network', /timed out \(408\)/],
  ['409', status(409), 'request', /conflict \(409\)/],
  [
    '429',
    apiError(429, 'slow down', { code: 'rate_limit_exceeded' }),
    'rate-limit',
    /rate limit reached \(429\)/,
  ],
  ['500', status(500), 'network', /failed \(500\)/],
  ['502', status(502, PAGE), 'network', /failed \(502\)/],
  ['503', status(503), 'network', /failed \(503\)/],
  ['529', status(529), 'network', /failed \(529\)/],
  ['a connection that breaks', drop, 'network', /no connection \(ECONNRESET\)/],
];

describe('what may pass', () => {
  it.each(PASSING)('is tried again, with a notice each time: %s', async (_, failure, __, notice) => {
    const outcome = await askServer([failure, failure, answer('Hi')]);
    expect(outcome).toMatchObject({ text: 'Hi', end: { finish: 'stop' } });
    expect(outcome.notices).toHaveLength(2);
    for (const line of outcome.notices) expect(line).toMatch(notice);
    expect(outcome.notices[0]).toMatch(/again in [\d.]+ s \(1 of 2\)$/);
    expect(outcome.notices[1]).toMatch(/\(2 of 2\)$/);
  });

  it.each(PASSING)('is given up after the last try: %s', async (_, failure, kind) => {
    const server = await askServer([failure]);
    expect({ kind: server.error?.kind, notices: server.notices.length }).toEqual({ kind, notices: 2 });
  });

  it.each([PAGE, PAGE.replace('Bad', '502 Bad')])("shows a page's title, not its tags: %s", async (page) => {
    const { error } = await askServer([status(502, page)]);
    expect(error?.message).toBe('the server failed (502): Bad Gateway');
  });

  it('takes nothing off the words of a server that has told no status', async () => {
    const { error } = await askServer([sse([event({ error: { message: 'undefined method' } })])]);
    expect(error?.message).toContain('undefined method');
  });

  it.each([0, 1, 5])('is tried 1 + %d times', async (maxRetries) => {
    const { requests, notices } = await askServer([status(500)], { endpoint: { maxRetries } });
    expect({ requests, notices: notices.length }).toEqual({ requests: 1 + maxRetries, notices: maxRetries });
  });

  it('is waited for twice as long each time, a little less at random, up to 8 s', async () => {
    const { waits } = await askServer([status(500)], { endpoint: { maxRetries: 7 } });
    const longest = [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000];
    expect(waits).toHaveLength(longest.length);
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeLessThanOrEqual(longest[index] ?? 0);
      expect(wait).toBeGreaterThanOrEqual((longest[index] ?? 0) * 0.75);
    }
  });
});

describe('Retry-After', () => {
  const date = (seconds: number) => new Date(new FakeClock().now() + seconds * 1000).toUTCString();

  it.each([
    [{ 'Retry-After': '7' }, 7_000],
    [{ 'Retry-After': '0' }, 0],
    [{ 'Retry-After': '1.5' }, 1_500],
    [{ 'Retry-After': '60' }, 60_000],
    [{ 'Retry-After': date(30) }, 30_000],
    [{ 'Retry-After': date(-30) }, 0],
    [{ 'Retry-After': '7', 'Retry-After-Ms': '250' }, 250],
  ])('is obeyed: %j', async (headers, wait) => {
    for (const code of [429, 503]) {
      const { waits, text } = await askServer([status(code, '', headers), answer('Hi')]);
      expect({ waits, text }).toEqual({ waits: [wait], text: 'Hi' });
    }
  });

  it.each([['soon'], ['-5'], [''], ['NaN'], ['1e3']])('that is nonsense is not obeyed: %j', async (value) => {
    const { waits } = await askServer([status(429, '', { 'Retry-After': value }), answer('Hi')]);
    expect(waits[0]).toBeGreaterThanOrEqual(375);
    expect(waits[0]).toBeLessThanOrEqual(500);
  });

  it.each([
    [429, '61', 'rate-limit', /asks to wait 61 s$/],
    [429, '3600', 'rate-limit', /asks to wait 3600 s \(60 minutes\)$/],
    [503, '86400', 'network', /asks to wait 86400 s \(24 hours\)$/],
    [429, date(7_200), 'rate-limit', /asks to wait 7200 s \(120 minutes\)$/],
  ])('of more than a minute ends the tries: %d, %s', async (code, value, kind, message) => {
    const { error, requests, notices } = await askServer([status(code, '', { 'Retry-After': value })]);
    expect({ kind: error?.kind, requests, notices }).toEqual({ kind, requests: 1, notices: [] });
    expect(error?.message).toMatch(message);
  });
});

describe('a server that is not there', () => {
  it('is tried again, too', async () => {
    const { error, notices } = await ask('http://127.0.0.1:1/v1');
    expect(notices).toEqual([
      expect.stringMatching(/no connection \(ECONNREFUSED\).*\(1 of 2\)$/),
      expect.stringMatching(/\(2 of 2\)$/),
    ]);
    expect(error).toMatchObject({ kind: 'network' });
  });
});
