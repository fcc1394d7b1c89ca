/** A smaller share on the built binary: what only a process of its own can show, such as a crash, an end, a mode. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { BINARY } from '../helpers/built.ts';
import { answer, type FakeServer, startFakeServer } from '../helpers/fake-server.ts';
import { run } from '../helpers/run.ts';
import { openScreen } from '../helpers/terminal-emulator.ts';
import { bytes, text } from './arbitraries.ts';
import { askedFor, commandLine } from './arguments.ts';
import { type Deed, deed, size } from './keys.ts';
import { fuzz } from './kit.ts';
import {
  expectInBounds,
  expectNoFault,
  expectNoKey,
  expectSafe,
  expectWholeConversations,
} from './promises.ts';
import { hostileReply, play } from './replies.ts';
import { bytesOf, inNewWorld } from './world.ts';

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer([answer('Hello')]);
});
afterAll(() => server.close());

fuzz(
  'a reply to the binary',
  hostileReply,
  (reply) =>
    inNewWorld(async (world) => {
      server.setReplies(play(reply));
      const result = await run(['ask', 'hi', '--timeout', '0.3'], {
        cwd: world.cwd,
        env: { ...world.env, OPENAI_BASE_URL: server.baseUrl },
      });
      expectNoFault(result);
      expectNoKey(result, world);
      expectInBounds(world);
      expectWholeConversations(world);
      expectSafe(result.stderr, { own: false });
    }),
  { runs: 6 },
);

fuzz(
  'a command line of the binary',
  // The system ends an argument at its first NUL.
  fc.record({
    words: commandLine.filter((words) => words.every((word) => !word.includes('\0'))),
    input: bytes,
  }),
  ({ words, input }) =>
    inNewWorld(async (world) => {
      server.setReplies(answer('Hello'));
      const result = await run(words, {
        cwd: world.cwd,
        env: { ...world.env, OPENAI_BASE_URL: server.baseUrl },
        input: bytesOf(input),
      });
      expectNoFault(result);
      expectNoKey(result, world);
      expectInBounds(world, askedFor(words, world));
      expectSafe(result.stderr, { own: false });
    }),
  { runs: 6 },
);

const PASTE_OFF = '\x1b[?2004l';
/** Stopped, or in an editor, the terminal itself shows what is typed, and that is not ai-chat's doing. */
const keepsTheMode = (deed: Deed) =>
  !('keys' in deed && (deed.keys.includes('\x1a') || deed.keys.includes('/edit')));

describe.skipIf(process.platform === 'win32')('on a pseudo-terminal', () => {
  fuzz(
    'keys and windows of the binary',
    fc.record({ size, deeds: fc.array(deed.filter(keepsTheMode), { maxLength: 12 }), said: text }),
    ({ size, deeds, said }) =>
      inNewWorld(async (world) => {
        server.setReplies(answer(said));
        const screen = openScreen(process.execPath, [BINARY, 'chat', '--timeout', '2'], {
          cols: Math.max(2, size.columns),
          rows: size.rows,
          cwd: world.cwd,
          env: { ...world.env, OPENAI_BASE_URL: server.baseUrl },
        });
        await screen.until(() => screen.bracketedPaste);
        for (const each of deeds) {
          if ('keys' in each) screen.type(bytesOf(each.keys).toString());
          else screen.resize(Math.max(2, each.columns), each.rows);
        }
        screen.kill('SIGTERM');
        const { code } = await screen.exited;
        expect([0, 130, 143]).toContain(code);
        expectNoKey({ code, stdout: screen.raw, stderr: '' }, world);
        expectInBounds(world);
        expectWholeConversations(world);
        // From then on the terminal itself shows what is typed.
        expectSafe(screen.raw.slice(0, screen.raw.lastIndexOf(PASTE_OFF)), { own: true });
        expect([screen.title, screen.bracketedPaste, screen.cursorVisible]).toEqual(['', false, true]);
      }),
    { runs: 4 },
  );
});
