import fc from 'fast-check';
import { expect, it } from 'vitest';
import { serverOf } from '../../src/settings/base-url.ts';
import { decideServer } from '../../src/settings/server-rule.ts';

/** A server as this test knows it, apart from the code's own idea: loopback hosts are all called `here`. */
interface Place {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly here: boolean;
}

const place: fc.Arbitrary<Place> = fc
  .record({
    scheme: fc.constantFrom('http' as const, 'https' as const),
    host: fc.constantFrom('localhost', '127.0.0.1', '[::1]', 'a.example', 'b.example'),
    port: fc.constantFrom(80, 443, 8080),
  })
  .map((parts) => ({ ...parts, here: !parts.host.endsWith('.example') }));

const urlOf = ({ scheme, host, port }: Place) => `${scheme}://${host}:${port}/v1`;

function same(one: Place, other: Place): boolean {
  const isSameHost = one.host === other.host || (one.here && other.here);
  return isSameHost && one.scheme === other.scheme && one.port === other.port;
}

const sometimes = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

const question = fc
  .record({
    inUse: place,
    source: fc.constantFrom('flag', 'environment', '.env', 'file', 'default', 'demo'),
    hasEnvironmentKey: fc.boolean(),
    hasDotenvKey: fc.boolean(),
    /** What .env names, when it is not what is in use. */
    dotenvNames: sometimes(place),
    fileKeyFor: sometimes(place),
    trusted: fc.boolean(),
    talkAt: sometimes(fc.oneof(place, fc.constant('demo' as const))),
    insecureHttp: fc.boolean(),
  })
  .map((drawn) => (drawn.source === '.env' ? { ...drawn, dotenvNames: drawn.inUse } : drawn));

type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

const server = (at: Place | undefined) => at && serverOf(urlOf(at));

function decide(drawn: Question) {
  const { inUse, source, talkAt } = drawn;
  return decideServer({
    target: { baseUrl: source === 'demo' ? 'demo' : urlOf(inUse), source: source as 'flag' },
    keys: {
      environment: drawn.hasEnvironmentKey ? 'key-of-environment' : undefined,
      dotenv: drawn.hasDotenvKey ? { key: 'key-of-dotenv', server: server(drawn.dotenvNames) } : undefined,
      file: drawn.fileKeyFor && { key: 'key-of-file', server: serverOf(urlOf(drawn.fileKeyFor)) },
    },
    folder: { path: '/work', trusted: drawn.trusted },
    conversation: talkAt && { baseUrl: talkAt === 'demo' ? 'demo' : urlOf(talkAt), label: 'it' },
    insecureHttp: drawn.insecureHttp,
  });
}

/** Runs the rule on thousands of situations, and `check` on those that it allows. */
function always(check: (drawn: Question, apiKey: string | null) => void): void {
  let allowed = 0;
  fc.assert(
    fc.property(question, (drawn) => {
      const decision = decide(drawn);
      if (!decision.allowed) return;
      allowed += 1;
      check(drawn, decision.apiKey);
    }),
    { numRuns: 3000 },
  );
  expect(allowed).toBeGreaterThan(300);
}

it('sends no key to a server that it does not belong to', () => {
  const seen = new Set<string | null>();
  always(({ inUse, source, dotenvNames, fileKeyFor }, apiKey) => {
    seen.add(apiKey);
    if (source === 'demo') expect(apiKey).toBeNull();
    if (source === '.env') expect(['key-of-dotenv', null]).toContain(apiKey);
    if (apiKey === 'key-of-file') expect(fileKeyFor && same(fileKeyFor, inUse)).toBe(true);
    if (apiKey === 'key-of-dotenv') expect(dotenvNames === undefined || same(dotenvNames, inUse)).toBe(true);
  });
  expect([...seen].sort()).toEqual(['key-of-dotenv', 'key-of-environment', 'key-of-file', null]);
});

it('sends no key unencrypted to another machine unless told to', () => {
  always(({ inUse, insecureHttp }, apiKey) => {
    if (apiKey !== null && inUse.scheme === 'http' && !inUse.here) expect(insecureHttp).toBe(true);
  });
});

it('lets no .env choose a server elsewhere without the user’s word', () => {
  always(({ inUse, source, trusted }) => {
    if (source === '.env' && !inUse.here) expect(trusted).toBe(true);
  });
});

it('moves no conversation without --base-url', () => {
  always(({ inUse, source, talkAt }) => {
    if (talkAt === undefined || source === 'flag') return;
    if (source === 'demo' || talkAt === 'demo') expect(talkAt).toBe(source);
    else expect(same(talkAt, inUse)).toBe(true);
  });
});

it('asks a server elsewhere over https without a key only when .env names it', () => {
  always(({ inUse, source }, apiKey) => {
    if (apiKey === null && source !== 'demo' && !inUse.here && inUse.scheme === 'https')
      expect(source).toBe('.env');
  });
});

it('refuses with exit 2 and a hint, and never shows a key', () => {
  fc.assert(
    fc.property(question, (drawn) => {
      const decision = decide(drawn);
      if (decision.allowed) return;
      expect(decision.error.exitCode).toBe(2);
      expect(decision.error.hint).toBeTruthy();
      expect(decision.error.message + decision.error.hint).not.toContain('key-of-');
    }),
    { numRuns: 1000 },
  );
});
