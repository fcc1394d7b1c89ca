import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import { type FakeServer, startFakeServer } from '../helpers/fake-server.ts';
import type { InProcessResult } from '../helpers/in-process.ts';
import { fuzz } from './kit.ts';
import {
  expectInBounds,
  expectNoFault,
  expectNoKey,
  expectSafe,
  expectWholeConversations,
} from './promises.ts';
import { type HostileReply, hostileReply, play } from './replies.ts';
import { inNewWorld } from './world.ts';

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer([]);
});
afterAll(() => server.close());

const TERMINAL = { terminal: { columns: 60, rows: 20 } };
const PLAIN = ['--no-color', '--no-markdown', '-q'];
const ENDINGS = { '--json': expectJson, '--jsonl': expectJsonLines } as const;

/** The ways to ask that differ in how an answer goes out. */
const VIEWS = ['pipe', 'whole', '--json', '--jsonl', 'plain terminal', 'terminal', 'debug'] as const;
type View = (typeof VIEWS)[number];

const FLAGS: Readonly<Record<View, readonly string[]>> = {
  pipe: [],
  whole: ['--no-stream', '--markdown'],
  '--json': ['--json'],
  '--jsonl': ['--jsonl'],
  'plain terminal': PLAIN,
  terminal: [],
  debug: ['--debug'],
};

fuzz(
  'a reply',
  fc.record({ reply: hostileReply, view: fc.constantFrom(...VIEWS) }),
  ({ reply, view }: { reply: HostileReply; view: View }) =>
    inNewWorld(async (world) => {
      server.setReplies(play(reply));
      const isTerminal = view === 'terminal' || view === 'plain terminal';
      const result = await world.run(
        ['ask', 'hi', '--timeout', '0.2', '--max-retries', '0', ...FLAGS[view]],
        {
          env: { OPENAI_BASE_URL: server.baseUrl },
          ...(isTerminal ? TERMINAL : {}),
        },
      );
      expectNoFault(result);
      expectNoKey(result, world);
      expectInBounds(world);
      expectWholeConversations(world);
      expectSafe(result.stderr, { own: view === 'terminal' });
      if (isTerminal) expectSafe(result.stdout, { own: view === 'terminal' });
      if (view === '--json' || view === '--jsonl') ENDINGS[view](result);
    }),
  { runs: 160 },
);

function expectJson({ stdout }: InProcessResult): void {
  const text = stdout.toString();
  if (text !== '') expect(JSON.parse(text)).toHaveProperty('status');
}

function expectJsonLines({ code, stdout }: InProcessResult): void {
  const lines = stdout.toString().split('\n').slice(0, -1);
  const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
  expect(types.filter((type) => type === 'end' || type === 'error')).toHaveLength(1);
  expect(types.at(-1)).toMatch(code === 0 ? /^end$/ : /^(end|error)$/);
}
