import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBaseUrl, isLoopback, serverOf } from '../../src/settings/base-url.ts';

describe('checkBaseUrl', () => {
  it.each([
    ['https://api.openai.com/v1', 'https://api.openai.com/v1'],
    ['https://api.openai.com/v1/', 'https://api.openai.com/v1'],
    ['https://api.openai.com/v1///', 'https://api.openai.com/v1'],
    ['https://api.openai.com/v1/chat/completions', 'https://api.openai.com/v1'],
    ['https://api.openai.com/v1/chat/completions/', 'https://api.openai.com/v1'],
    ['https://api.openai.com/v1//chat/completions', 'https://api.openai.com/v1'],
    ['https://api.openai.com', 'https://api.openai.com'],
    ['https://api.openai.com/chat/completions', 'https://api.openai.com'],
    ['  http://localhost:11434/v1\n', 'http://localhost:11434/v1'],
    ['HTTPS://API.OpenAI.com:443/V1', 'https://api.openai.com/V1'],
    ['http://host:8080/a/b', 'http://host:8080/a/b'],
    ['https://gateway.example/@team/v1', 'https://gateway.example/@team/v1'],
    ['https://bücher.example/v1', 'https://xn--bcher-kva.example/v1'],
    ['http://[::1]:8080/v1', 'http://[::1]:8080/v1'],
    ['http://127.1/v1', 'http://127.0.0.1/v1'],
  ])('makes of %j %j', (text, value) => {
    expect(checkBaseUrl(text)).toEqual({ value });
  });

  it.each([
    ['', /begins with http/],
    ['localhost:11434', /begins with http/],
    ['api.openai.com/v1', /begins with http/],
    ['ftp://host/v1', /begins with http/],
    ['file:///etc/passwd', /begins with http/],
    ['javascript:alert(1)', /begins with http/],
    ['http:host/v1', /begins with http/],
    ['https://user:hunter2@host/v1', /user name/],
    ['https://hunter2@host/v1', /user name/],
    ['https://@host/v1', /user name/],
    ['https://host\\@evil.example/v1', /backslashes/],
    ['http:\\\\host/v1', /begins with http/],
    ['https://host/v1?key=hunter2', /query/],
    ['https://host/v1?', /query/],
    ['https://host/v1#hunter2', /fragment/],
    ['https://host/v 1', /spaces/],
    ['https://ho\tst/v1', /spaces/],
    ['https://host/v1\r\nX-Key: hunter2', /spaces/],
    ['https://host/\u0000', /control/],
    ['https://host/\u0085v1', /control/],
    ['https://', /host/],
    ['https:///user:hunter2@host/v1', /host/],
    ['https://host:99999', /host/],
    ['https://[::1', /host/],
  ])('refuses %j', (text, reason) => {
    const checked = checkBaseUrl(text);
    expect(checked).toEqual({ mustBe: expect.stringMatching(reason) });
    expect(JSON.stringify(checked)).not.toContain('hunter2');
  });

  it('finds nothing to change in what it gave', () => {
    fc.assert(
      fc.property(
        fc.webUrl(),
        fc.constantFrom('', '/', '/v1', '/chat/completions', '/v1/chat/completions//'),
        (url, end) => {
          const checked = checkBaseUrl(url + end);
          if ('value' in checked) {
            expect(checkBaseUrl(checked.value)).toEqual(checked);
            expect(serverOf(checked.value)).toBe(serverOf(url));
          }
        },
      ),
    );
  });

  it('takes any text without throwing, and gives nothing but http(s) addresses', () => {
    const likely = fc.string({ unit: fc.constantFrom(...'htps:/@?#\\ [].1aé\n%') });
    fc.assert(
      fc.property(
        fc.oneof(
          likely,
          likely.map((text) => `https://${text}`),
          fc.string(),
        ),
        (text) => {
          const checked = checkBaseUrl(text);
          if ('value' in checked) expect(checked.value).toMatch(/^https?:\/\/[^/?#@\s\\]+(\/[^?#\s\\]*)?$/);
        },
      ),
    );
  });
});

describe('serverOf', () => {
  it.each([
    ['https://api.openai.com/v1', 'https://api.openai.com'],
    ['https://API.OPENAI.COM:443/other', 'https://api.openai.com'],
    ['http://api.openai.com/v1', 'http://api.openai.com'],
    ['https://api.openai.com:8443/v1', 'https://api.openai.com:8443'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['demo', 'demo'],
    ['', 'unknown'],
    ['not an address', 'unknown'],
    ['file:///etc/passwd', 'unknown'],
  ])('%j is %s', (baseUrl, server) => {
    expect(serverOf(baseUrl)).toBe(server);
  });

  it('is the same however often it is asked', () => {
    const asked = Array.from({ length: 20_000 }, () => serverOf('https://bücher.example'));
    expect(new Set(asked)).toEqual(new Set(['https://xn--bcher-kva.example']));
  });

  it('does not change when it is asked about its own answer', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        expect(serverOf(serverOf(url))).toBe(serverOf(url));
      }),
    );
  });
});

describe('loopback', () => {
  const LOOPBACK = [
    'localhost',
    'LOCALHOST.',
    '127.0.0.1',
    '127.255.255.254',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f12:3456]',
  ];

  it.each(LOOPBACK)('is %s, and one server with all the others on its port', (host) => {
    expect(isLoopback(`http://${host}:8080/v1`)).toBe(true);
    expect(serverOf(`http://${host}:8080/v1`)).toBe('http://localhost:8080');
    expect(serverOf(`http://${host}:8081/v1`)).not.toBe('http://localhost:8080');
  });

  it.each([
    'localhost.example',
    'notlocalhost',
    '127.0.0.1.example',
    '128.0.0.1',
    '[::2]',
    '[::ffff:7e00:1]',
    '[::ffff:7f0:1]',
    '[fe80::7f00:1]',
    'api.openai.com',
  ])('is not %s', (host) => {
    expect(isLoopback(`http://${host}:8080/v1`)).toBe(false);
  });

  it('is no text that is no address', () => {
    expect(isLoopback('localhost')).toBe(false);
    expect(isLoopback('demo')).toBe(false);
  });
});
