import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../src/client/proxy.ts';
import { CliError } from '../../src/errors.ts';

/** `host:port`, or null: the proxy for `url` in an environment. */
function proxyIn(env: Record<string, string>, url = 'https://api.example.com/v1'): string | null {
  const proxy = proxyFor(new URL(url), { env });
  return proxy === null ? null : `${proxy.secure ? 'https' : 'http'}://${proxy.host}:${proxy.port}`;
}

describe('the proxy', () => {
  it.each([
    [{}, null],
    [{ HTTPS_PROXY: '' }, null],
    [{ HTTPS_PROXY: ' ' }, null],
    [{ HTTP_PROXY: 'http://p:1' }, null],
    [{ HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128'],
    [{ https_proxy: 'http://p:3128' }, 'http://p:3128'],
    [{ https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' }, 'http://low:1'],
    [{ https_proxy: '', HTTPS_PROXY: 'http://up:1' }, 'http://up:1'],
    [{ HTTPS_PROXY: 'p:3128' }, 'http://p:3128'],
    [{ HTTPS_PROXY: 'p' }, 'http://p:80'],
    [{ HTTPS_PROXY: 'user:pass@p:3128' }, 'http://p:3128'],
    [{ HTTPS_PROXY: 'https://p' }, 'https://p:443'],
    [{ HTTPS_PROXY: 'http://[::1]:3128/' }, 'http://::1:3128'],
  ])('for https comes from %j', (env, proxy) => {
    expect(proxyIn(env)).toBe(proxy);
  });

  it.each([
    [{ HTTP_PROXY: 'http://p:1' }, 'http://p:1'],
    [{ http_proxy: 'http://p:1' }, 'http://p:1'],
    [{ HTTPS_PROXY: 'http://p:1' }, null],
  ])('for http comes from %j', (env, proxy) => {
    expect(proxyIn(env, 'http://api.example.com')).toBe(proxy);
  });

  it.each([
    ['*', true],
    ['example.com', true],
    ['.example.com', true],
    ['*.example.com', true],
    ['api.example.com', true],
    ['API.Example.COM', true],
    ['api.example.com:443', true],
    ['api.example.com:8443', false],
    ['a.b, example.com', true],
    ['a.b  example.com', true],
    ['ample.com', false],
    ['com.example', false],
    ['.', false],
    [',', false],
  ])('is left out for NO_PROXY=%s: %s', (list, isExempt) => {
    for (const name of ['NO_PROXY', 'no_proxy']) {
      expect(proxyIn({ HTTPS_PROXY: 'p', [name]: list }) === null).toBe(isExempt);
    }
  });

  it.each([
    ['http://10.0.0.1:8080', '10.0.0.1', true],
    ['http://10.0.0.1:8080', '10.0.0.1:8080', true],
    ['http://10.0.0.1:8080', '10.0.0.1:80', false],
    ['http://10.0.0.1:8080', '0.0.0.1', false],
    ['http://[2001:db8::1]:8080', '2001:db8::1', true],
    ['http://[2001:db8::1]:8080', '[2001:db8::1]', true],
    ['http://[2001:db8::1]:8080', '[2001:db8::1]:8080', true],
    ['http://[2001:db8::1]:8080', '[2001:db8::1]:80', false],
    ['http://[2001:db8::1]:8080', '2001:db8::2', false],
  ])('is left out for %s with NO_PROXY=%s: %s', (url, list, isExempt) => {
    expect(proxyIn({ HTTP_PROXY: 'p', NO_PROXY: list }, url) === null).toBe(isExempt);
  });

  it.each([
    'localhost',
    'LOCALHOST',
    'x.localhost',
    '127.0.0.1',
    '127.9.9.9',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
  ])('is never asked for loopback: %s', (host) => {
    expect(proxyIn({ HTTP_PROXY: 'p' }, `http://${host}:11434/v1`)).toBeNull();
  });

  it.each(['notlocalhost', 'localhost.example.com', '128.0.0.1', '127.example.com'])(
    'is asked for: %s',
    (host) => {
      expect(proxyIn({ HTTP_PROXY: 'p' }, `http://${host}/v1`)).toBe('http://p:80');
    },
  );

  it('is told user name and password as they are meant', () => {
    const authorization = (address: string) =>
      proxyFor(new URL('https://x.test'), { env: { HTTPS_PROXY: address } })?.authorization;
    const basic = (user: string) => `Basic ${Buffer.from(user).toString('base64')}`;
    expect(authorization('http://me:p%40ss%3A@p')).toBe(basic('me:p@ss:'));
    expect(authorization('http://me@p')).toBe(basic('me:'));
    expect(authorization('http://me:100%@p')).toBe(basic('me:100%'));
    expect(authorization('http://p')).toBeNull();
  });

  it.each([
    ['socks5://user:hunter2@p:1080', /socks5:\/\//],
    ['ftp://p', /ftp:\/\//],
    ['http://', /no address/],
    ['http://p:99999', /no address/],
  ])('is refused when it is of no use: %s', (address, message) => {
    const parse = () => proxyFor(new URL('https://x.test'), { env: { HTTPS_PROXY: address } });
    expect(parse).toThrow(CliError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(/hunter2/);
  });

  it('is not asked when the endpoint says so', () => {
    expect(proxyFor(new URL('https://x.test'), { env: { HTTPS_PROXY: 'p' }, useProxy: false })).toBeNull();
  });
});
