import { setImmediate as nextTurn } from 'node:timers/promises';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import { answer, type FakeServer, startFakeServer } from '../helpers/fake-server.ts';
import type { Input, Sink } from '../helpers/streams.ts';
import { bytes, text } from './arbitraries.ts';
import { fuzz } from './kit.ts';
import {
  expectInBounds,
  expectNoFault,
  expectNoKey,
  expectSafe,
  expectWholeConversations,
} from './promises.ts';
import { bytesOf, inNewWorld, latin1Of } from './world.ts';

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer([]);
});
afterAll(() => server.close());

/** What a user does at a terminal: keys, as bytes; or another size of the window. */
export type Deed = { readonly keys: string } | { readonly columns: number; readonly rows: number };

const KEYS = [
  '\r',
  '\r',
  '\n',
  '\t',
  '\x1b[A',
  '\x1b[B',
  '\x1b[C',
  '\x1b[D',
  '\x1b[H',
  '\x1b[F',
  '\x1b[3~',
  '\x7f',
  '\b',
  '\x1b',
  '\x1b\x1b',
  '\x01',
  '\x02',
  '\x03',
  '\x04',
  '\x05',
  '\x06',
  '\x0b',
  '\x0c',
  '\x0e',
  '\x10',
  '\x12',
  '\x13',
  '\x14',
  '\x15',
  '\x17',
  '\x19',
  '\x1a',
  '\x1f',
  '\x1bb',
  '\x1bf',
  '\x1bd',
  '\x1b\x7f',
  '\x1b\r',
  '\x1b[1;5C',
  '\x1b[200~',
  '\x1b[201~',
  '\x1b[999;999R',
  '\x1b[1;1R',
  '\x1b[M !!',
  '\x1b[I',
  '\x1b[200~a\nb\n\x1b[201~',
  '\\\r',
];
const LINES = [
  '/help',
  '/clear',
  '/new',
  '/retry',
  '/undo',
  '/model x',
  '/system',
  '/history',
  '/resume',
  '/rename x',
  '/file in',
  '/usage',
  '/edit',
  '/q',
  'hi',
];
const size = {
  columns: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 200 })),
  rows: fc.integer({ min: 1, max: 30 }),
};
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ keys: fc.constantFrom(...KEYS) }) },
  { weight: 2, arbitrary: fc.record({ keys: text.map(latin1Of) }) },
  { weight: 1, arbitrary: fc.record({ keys: bytes }) },
  { weight: 2, arbitrary: fc.record({ keys: fc.constantFrom(...LINES).map((line) => `${line}\r`) }) },
  { weight: 1, arbitrary: fc.record(size) },
);

/** A terminal that answers what it is asked, as a real one does. */
function emulate(input: Input, screen: Sink): InstanceType<typeof xterm.Terminal> {
  const terminal = new xterm.Terminal({
    cols: screen.columns ?? 80,
    rows: screen.rows ?? 24,
    allowProposedApi: true,
  });
  terminal.onData((answer) => void (input.readableEnded || input.destroyed || input.push(answer)));
  screen.on('written', (chunk: Buffer) => terminal.write(chunk));
  return terminal;
}

fuzz(
  'keys and windows',
  fc.record({ size: fc.record(size), deeds: fc.array(deed, { maxLength: 12 }), said: text }),
  ({ size, deeds, said }) =>
    inNewWorld(async (world) => {
      server.setReplies(answer(said));
      const titles: string[] = [];
      const result = await world.run(['chat', '--timeout', '2', '--max-retries', '0'], {
        env: { OPENAI_BASE_URL: server.baseUrl },
        terminal: size,
        async user(input, screen) {
          const terminal = emulate(input, screen);
          terminal.onTitleChange((title) => void titles.push(title));
          for (const each of deeds) {
            if ('keys' in each) input.push(bytesOf(each.keys));
            else {
              terminal.resize(Math.max(2, each.columns), each.rows);
              screen.resize(each.columns, each.rows);
            }
            const turns = 'keys' in each && each.keys.endsWith('\r') ? 40 : 3;
            for (let turn = 0; turn < turns; turn += 1) await nextTurn();
          }
        },
      });
      expectNoFault(result);
      expectNoKey(result, world);
      expectInBounds(world);
      expectWholeConversations(world);
      expectSafe(result.stdout, { own: true });
      expect(titles).toEqual([]);
    }),
  { runs: 120 },
);
