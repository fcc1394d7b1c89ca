import { describe, expect, it } from 'vitest';
import { createRedactor, secretsIn } from '../../src/terminal/redact.ts';

describe('createRedactor', () => {
  it('hides a secret, however it is written', () => {
    const { add, redact } = createRedactor();
    const secret = 'sk-"a/b+c\\d~0123456789';
    add(secret);
    expect(redact(`key ${secret}!`)).toBe('key [key]!');
    expect(redact(`?key=${encodeURIComponent(secret)}&x`)).toBe('?key=[key]&x');
    expect(redact(JSON.stringify({ secret }))).toBe('{"secret":"[key]"}');
    const base64 = Buffer.from(secret).toString('base64');
    expect(redact(`Basic ${base64}`)).not.toContain(base64.slice(0, 12));
    expect(redact(Buffer.from(secret).toString('base64url'))).toBe('[key]');
    expect(redact(JSON.stringify({ body: JSON.stringify({ secret }) }))).toContain(':\\"[key]\\"');
    expect(redact('<b title="SK-&quot;A/B+C\\D~0123456789">')).toBe('<b title="[key]">');
  });

  it.each(['u', 'us', 'user'])('hides it behind %s in base64', (user) => {
    const { add, redact } = createRedactor();
    add('pa$s-wörd-0123456789');
    const shown = redact(Buffer.from(`${user}:pa$s-wörd-0123456789`).toString('base64'));
    expect(Buffer.from(shown.replace(/\[key\].*/, ''), 'base64').toString()).not.toContain('pa');
    expect(shown).toContain('[key]');
  });

  it('hides what looks like a key of OpenAI, of whomever it is', () => {
    const { redact } = createRedactor();
    expect(redact('sk-proj-0123456789abcdef, sk-abc***xyz and sk-learn')).toBe('[key], [key] and sk-learn');
  });

  it('hides a word that is used as a key only where it stands alone', () => {
    const { add, redact } = createRedactor();
    add('ollama');
    expect(redact('Bearer ollama refused by ollamaserver')).toBe('Bearer [key] refused by ollamaserver');
  });

  it('hides several, and leaves the rest alone', () => {
    const { add, redact } = createRedactor();
    expect(redact('nothing yet')).toBe('nothing yet');
    add('');
    add('first-secret-1');
    add('first-secret-12');
    expect(redact('a first-secret-12 first-secret-1 b')).toBe('a [key] [key] b');
  });
});

describe('secretsIn', () => {
  it.each([
    [{}, []],
    [{ OPENAI_API_KEY: ' key ' }, ['key']],
    [{ HTTPS_PROXY: 'http://user:pa%24s@proxy:1' }, ['pa%24s', 'pa$s']],
    [{ http_proxy: 'user:p@ss/w#rd@proxy' }, ['p@ss/w#rd']],
    [{ HTTP_PROXY: 'http://user:100%@proxy' }, ['100%']],
    [{ HTTP_PROXY: 'http://proxy:80' }, []],
  ])('of %j', (env, secrets) => {
    expect([...new Set(secretsIn(env).filter((secret) => secret !== ''))]).toEqual(secrets);
  });
});
