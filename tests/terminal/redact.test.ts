import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/terminal/redact.ts';

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
