import { setImmediate as nextTurn } from 'node:timers/promises';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import { answer, type FakeServer, startFakeServer } from '../helpers/fake-server.ts';
import type { Input, Sink } from '../helpers/streams.ts';
import { text } from './arbitraries.ts';
import { deed, size } from './keys.ts';
import { fuzz } from './kit.ts';
import {
  expectInBounds,
  expectNoFault,
  expectNoKey,
  expectSafe,
  expectWholeConversations,
} from './promises.ts';
import { bytesOf, inNewWorld } from './world.ts';

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer([]);
});
afterAll(() => server.close());

/** A terminal that answers what it is asked, as a real one does. */
function emulate(input: Input, screen: Sink): InstanceType<typeof xterm.Terminal> {
  const terminal = new xterm.Terminal({
    cols: screen.columns ?? 80,
    rows: screen.rows ?? 24,
    allowProposedApi: true,
  });
  terminal.onData((answer) => void input.push(answer));
  screen.on('written', (chunk: Buffer) => terminal.write(chunk));
  return terminal;
}

fuzz(
  'keys and windows',
  fc.record({ size: size, deeds: fc.array(deed, { maxLength: 12 }), said: text }),
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
