import { describe, expect, it } from 'vitest';
import { decideServer, type ServerDecision, type ServerQuestion } from '../../src/settings/server-rule.ts';

const OPENAI = 'https://api.openai.com/v1';
const OTHER = 'https://other.example/v1';
const LOCAL = 'http://127.0.0.1:11434/v1';
const LAN = 'http://box.example:8000/v1';
const OPENAI_SERVER = 'https://api.openai.com';
const OTHER_SERVER = 'https://other.example';
const LOCAL_SERVER = 'http://localhost:11434';

interface Case extends Partial<Omit<ServerQuestion, 'folder'>> {
  readonly trusted?: boolean;
}

function decide({ trusted = false, ...question }: Case): ServerDecision {
  return decideServer({
    target: { baseUrl: OPENAI, source: 'default' },
    keys: {},
    insecureHttp: false,
    ...question,
    folder: { path: '/work', trusted },
  });
}

function keyOf(decision: ServerDecision): string | null {
  if (!decision.allowed) throw decision.error;
  return decision.apiKey;
}

function refusal(decision: ServerDecision) {
  if (decision.allowed) throw new Error('it was allowed');
  const { error, needsTrust } = decision;
  return { kind: error.kind, message: error.message, hint: error.hint ?? '', needsTrust };
}

const dotenv = { key: 'k-dotenv', server: undefined };
const file = { key: 'k-file', server: OPENAI_SERVER };

describe('a key that was typed just now', () => {
  const typedKey = 'k-typed';

  it('goes before all others to the server in use', () => {
    const decision = decide({ typedKey, keys: { environment: 'k-env', dotenv, file } });
    expect(decision).toMatchObject({ allowed: true, apiKey: typedKey, keySource: 'the keyboard' });
  });

  it('is checked like any other, and never goes to the server of a .env', () => {
    expect(refusal(decide({ typedKey: 'k typed' })).message).toContain(
      'the API key from the keyboard must be',
    );
    const target = { baseUrl: OTHER, source: '.env' } as const;
    expect(keyOf(decide({ typedKey, target, trusted: true }))).toBeNull();
  });

  it('is all that is missing where there is none, and nowhere else', () => {
    const needsKey = { server: OPENAI_SERVER };
    expect(decide({})).toMatchObject({ allowed: false, needsKey });
    const others = [
      { keys: { file: { key: 'k', server: OTHER_SERVER } } },
      { target: { baseUrl: OTHER, source: '.env' } as const },
      { conversation: { baseUrl: OTHER, label: 'it' } },
      { keys: { environment: 'no key' } },
    ];
    for (const question of others) expect(decide(question)).not.toHaveProperty('needsKey');
  });
});

describe('the key', () => {
  it.each<[string, Case, string, string]>([
    [
      'environment before all',
      { keys: { environment: 'k-env', dotenv, file } },
      'k-env',
      'the environment (OPENAI_API_KEY)',
    ],
    ['.env before the config file', { keys: { dotenv, file } }, 'k-dotenv', '.env (OPENAI_API_KEY)'],
    ['the config file at last', { keys: { file } }, 'k-file', 'the config file'],
    [
      'empty is unset',
      { keys: { environment: ' ', dotenv: { ...dotenv, key: '' }, file } },
      'k-file',
      'the config file',
    ],
    ['trimmed', { keys: { environment: ' k-env\r\n' } }, 'k-env', 'the environment (OPENAI_API_KEY)'],
  ])('%s', (_, question, apiKey, keySource) => {
    expect(decide(question)).toEqual({
      allowed: true,
      baseUrl: OPENAI,
      server: OPENAI_SERVER,
      apiKey,
      keySource,
    });
  });

  it.each(['flag', 'environment', 'file', 'default'] as const)(
    'from the environment goes where %s says',
    (source) => {
      expect(keyOf(decide({ target: { baseUrl: OTHER, source }, keys: { environment: 'k-env' } }))).toBe(
        'k-env',
      );
    },
  );

  it.each(['flag', 'environment', 'file', 'default'] as const)(
    'from a .env that names no server goes where %s says',
    (source) => {
      expect(keyOf(decide({ target: { baseUrl: OTHER, source }, keys: { dotenv } }))).toBe('k-dotenv');
    },
  );

  it('from a .env that names another server stays behind, and the next one is taken', () => {
    const elsewhere = { key: 'k-dotenv', server: OTHER_SERVER };
    const target = { baseUrl: OPENAI, source: 'flag' } as const;
    expect(keyOf(decide({ target, keys: { dotenv: elsewhere, file } }))).toBe('k-file');
    expect(refusal(decide({ target, keys: { dotenv: elsewhere } })).message).toBe(
      `no API key for ${OPENAI_SERVER} (the one in .env is for ${OTHER_SERVER})`,
    );
  });

  it('with anything but printable ASCII in it is refused and not repeated', () => {
    for (const bad of ['sk-hunter 2', 'sk-hunter\n2', '“sk-hunter”', 'sk-hunterключ', 'sk-hunter\u0007']) {
      const { kind, message, hint } = refusal(decide({ keys: { environment: bad, file } }));
      expect(kind).toBe('usage');
      expect(message).toMatch(/^the API key from the environment \(OPENAI_API_KEY\) must be printable ASCII/);
      expect(message + hint).not.toContain('hunter');
    }
  });

  it('that is not sent may look as it likes', () => {
    expect(keyOf(decide({ keys: { environment: 'k-env', file: { ...file, key: 'ключ' } } }))).toBe('k-env');
  });
});

describe('a base URL from .env', () => {
  const keys = { environment: 'k-env', file: { key: 'k-file', server: OTHER_SERVER } };
  const own = { key: 'k-dotenv', server: OTHER_SERVER };
  const target = { baseUrl: OTHER, source: '.env' } as const;

  it('needs the word of the user, once', () => {
    const refused = refusal(decide({ target, keys: { ...keys, dotenv: own } }));
    expect(refused.kind).toBe('usage');
    expect(refused.message).toContain('/work');
    expect(refused.message).toContain(OTHER_SERVER);
    expect(refused.hint).toContain('ai-chat config trust');
    expect(refused.needsTrust).toEqual({ folder: '/work', server: OTHER_SERVER });
  });

  it('gets the key from the same .env, whatever else is set', () => {
    expect(keyOf(decide({ target, trusted: true, keys: { ...keys, dotenv: own } }))).toBe('k-dotenv');
  });

  it('gets none where .env has none, whatever else is set', () => {
    expect(decide({ target, trusted: true, keys })).toEqual({
      allowed: true,
      baseUrl: OTHER,
      server: OTHER_SERVER,
      apiKey: null,
      keySource: null,
    });
  });

  it('on this machine needs nobody’s word, and gets no other key either', () => {
    const local = { target: { baseUrl: LOCAL, source: '.env' } } as const;
    expect(
      keyOf(decide({ ...local, keys: { ...keys, file: { key: 'k', server: LOCAL_SERVER } } })),
    ).toBeNull();
    expect(keyOf(decide({ ...local, keys: { ...keys, dotenv: { ...own, server: LOCAL_SERVER } } }))).toBe(
      'k-dotenv',
    );
  });
});

describe('a stored key for another server', () => {
  it.each(['flag', 'environment', 'file', 'default'] as const)('is not sent where %s says', (source) => {
    const { kind, message, hint } = refusal(decide({ target: { baseUrl: OTHER, source }, keys: { file } }));
    expect(kind).toBe('usage');
    expect(message).toBe(
      `the API key in the config file is for ${OPENAI_SERVER}, and is not sent to ${OTHER_SERVER}`,
    );
    const flag = source === 'flag' ? ` --base-url ${OTHER}` : '';
    expect(hint).toContain(`\`ai-chat config set apiKey${flag}\``);
  });

  it('leaves a server on this machine without one', () => {
    expect(keyOf(decide({ target: { baseUrl: LOCAL, source: 'flag' }, keys: { file } }))).toBeNull();
  });

  it('is refused over plain http too, where no key at all is fine', () => {
    const target = { baseUrl: LAN, source: 'flag' } as const;
    expect(refusal(decide({ target, keys: { file } })).message).toContain(OPENAI_SERVER);
    expect(keyOf(decide({ target }))).toBeNull();
  });

  it('goes to all loopback addresses of its port, and to no other port', () => {
    const stored = { key: 'k-file', server: LOCAL_SERVER };
    const at = (baseUrl: string) => decide({ target: { baseUrl, source: 'flag' }, keys: { file: stored } });
    expect(keyOf(at('http://[::1]:11434'))).toBe('k-file');
    expect(keyOf(at('http://localhost:11434/other'))).toBe('k-file');
    expect(keyOf(at('http://localhost:11435'))).toBeNull();
    expect(keyOf(at('https://localhost:11434'))).toBeNull();
  });
});

describe('no key', () => {
  it.each(['flag', 'environment', 'file', 'default'] as const)('is exit 2 for %s', (source) => {
    const { kind, message, hint } = refusal(decide({ target: { baseUrl: OPENAI, source } }));
    expect([kind, message]).toEqual(['usage', `no API key for ${OPENAI_SERVER}`]);
    for (const way of ['ai-chat config set apiKey', 'OPENAI_API_KEY', '--demo', 'ai-chat chat'])
      expect(hint).toContain(way);
  });
});

describe('plain http', () => {
  const target = { baseUrl: LAN, source: 'flag' } as const;
  const keys = { environment: 'k-env' };

  it('carries no key to another machine without --insecure-http', () => {
    const { kind, message, hint } = refusal(decide({ target, keys }));
    expect(kind).toBe('usage');
    expect(message).toContain('the environment (OPENAI_API_KEY)');
    expect(hint).toContain('--insecure-http');
    expect(message + hint).not.toContain('k-env');
    expect(keyOf(decide({ target, keys, insecureHttp: true }))).toBe('k-env');
  });

  it('carries one within this machine', () => {
    expect(keyOf(decide({ target: { baseUrl: LOCAL, source: 'flag' }, keys }))).toBe('k-env');
  });

  it('does not carry the key of a .env either', () => {
    const question = { target: { baseUrl: LAN, source: '.env' }, trusted: true } as const;
    const own = { dotenv: { key: 'k-dotenv', server: 'http://box.example:8000' } };
    expect(refusal(decide({ ...question, keys: own })).hint).toContain('--insecure-http');
    expect(keyOf(decide({ ...question, keys: own, insecureHttp: true }))).toBe('k-dotenv');
  });
});

describe('a conversation', () => {
  const keys = { environment: 'k-env' };
  const talk = (baseUrl: string) => ({ baseUrl, label: 'conversation “trip”' });

  it('goes on at its own server, at whatever path and loopback address', () => {
    expect(decide({ keys, conversation: talk('https://API.openai.com:443/beta') }).allowed).toBe(true);
    const target = { baseUrl: LOCAL, source: 'file' } as const;
    expect(decide({ target, keys, conversation: talk('http://localhost:11434') }).allowed).toBe(true);
  });

  it.each(['environment', '.env', 'file', 'default'] as const)('does not move because of %s', (source) => {
    const target = { baseUrl: OTHER, source } as const;
    const refused = refusal(decide({ target, keys, conversation: talk(LOCAL), trusted: true }));
    expect(refused.kind).toBe('usage');
    expect(refused.message).toContain(`conversation “trip” belongs to the server ${LOCAL_SERVER}`);
    expect(refused.message).toContain(OTHER_SERVER);
    expect(refused.hint).toContain(`--base-url ${OTHER}`);
  });

  it('is refused before the user is asked to trust a server that it can’t go to', () => {
    const target = { baseUrl: OTHER, source: '.env' } as const;
    expect(refusal(decide({ target, conversation: talk(OPENAI) })).needsTrust).toBeUndefined();
  });

  it('moves with --base-url', () => {
    const target = { baseUrl: OTHER, source: 'flag' } as const;
    expect(decide({ target, keys, conversation: talk(LOCAL) })).toMatchObject({
      allowed: true,
      server: OTHER_SERVER,
    });
    expect(decide({ target, keys, conversation: talk('demo') }).allowed).toBe(true);
    expect(decide({ target, keys, isPicked: true, conversation: talk(LOCAL) }).allowed).toBe(false);
  });

  it('of a server that can’t be told moves in no other way either', () => {
    expect(decide({ keys, conversation: talk('garbage') }).allowed).toBe(false);
  });
});

describe('--demo', () => {
  const target = { baseUrl: 'demo', source: 'demo' } as const;
  const everyKey = { environment: 'k-env', dotenv, file };

  it('needs no key and gets none', () => {
    expect(decide({ target, keys: everyKey })).toEqual({
      allowed: true,
      baseUrl: 'demo',
      server: 'demo',
      apiKey: null,
      keySource: null,
    });
  });

  it('is a server of its own for conversations', () => {
    const talk = (baseUrl: string) => ({ baseUrl, label: 'the last chat' });
    expect(decide({ target, conversation: talk('demo') }).allowed).toBe(true);
    expect(refusal(decide({ target, conversation: talk(LOCAL) })).hint).toContain('leave `--demo` out');
    expect(refusal(decide({ keys: everyKey, conversation: talk('demo') })).hint).toContain(
      '`--demo` goes on',
    );
  });
});
