import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll } from 'vitest';
import { answer, type FakeServer, startFakeServer } from '../helpers/fake-server.ts';
import { bytes, mutated, text } from './arbitraries.ts';
import { askedFor, commandLine } from './arguments.ts';
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
  server = await startFakeServer([answer('Hello')]);
});
afterAll(() => server.close());

const atServer = () => ({ OPENAI_BASE_URL: server.baseUrl });

const COMMANDS =
  '/help /clear /new /retry /undo /model /system /history /resume /rename /file /copy /save /usage /edit /quit //x /x'.split(
    ' ',
  );
const line = fc.oneof(
  text.map(latin1Of),
  fc.constantFrom(...COMMANDS),
  fc
    .tuple(fc.constantFrom('/model', '/system', '/rename', '/resume', '/file', '/x'), text)
    .map((words) => latin1Of(words.join(' '))),
);
const lines = fc
  .tuple(fc.array(line, { maxLength: 6 }), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([all, end]) => all.join(end));

fuzz(
  'standard input',
  fc.record({
    input: fc.oneof({ weight: 3, arbitrary: mutated(lines) }, { weight: 1, arbitrary: bytes }),
    argv: fc.constantFrom(
      ['ask'],
      ['ask', 'hi', '--json'],
      ['chat'],
      ['chat', '--no-save'],
      ['chat', '-s', 'mine', '-q'],
      ['config', 'set', 'model'],
      ['config', 'set', 'baseUrl'],
      ['config', 'set', 'apiKey'],
      ['history', 'clear'],
    ),
  }),
  ({ input, argv }) =>
    inNewWorld(async (world) => {
      const result = await world.run(argv, { input: bytesOf(input), env: atServer() });
      expectNoFault(result);
      expectNoKey(result, world);
      expectInBounds(world);
      expectWholeConversations(world);
      expectSafe(result.stderr, { own: false });
    }),
  { runs: 120 },
);

const name = fc.oneof(
  text,
  text.map((part) => `../${part}`),
  fc.constantFrom(
    '..',
    '.',
    '',
    'last',
    'NUL',
    'a/b',
    'a\\b',
    '/x',
    '-x',
    'x'.repeat(300),
    'config',
    'index.json',
    'x.json',
  ),
);

fuzz(
  'a name',
  fc.record({ name, isTerminal: fc.boolean() }),
  ({ name, isTerminal }) =>
    inNewWorld(async (world) => {
      for (const argv of [
        ['ask', 'hi', '-s', name],
        ['history', 'show', name],
        ['history', 'rename', 'last', name],
        ['chat', '-r', name],
        ['chat', '-s', name],
        ['history', 'export', name],
        ['history', 'delete', name],
      ]) {
        const result = await world.run(argv, {
          env: atServer(),
          ...(isTerminal ? { terminal: { columns: 40, rows: 20 } } : {}),
        });
        expectNoFault(result);
        expectNoKey(result, world);
        expectInBounds(world);
        expectWholeConversations(world);
        expectSafe(result.stderr, { own: isTerminal });
        if (isTerminal) expectSafe(result.stdout, { own: true });
      }
    }),
  { runs: 40 },
);

fuzz(
  'arguments',
  commandLine,
  (words) =>
    inNewWorld(async (world) => {
      mkdirSync(world.config, { recursive: true });
      for (const name of ['in.json', 'file.txt']) writeFileSync(join(world.cwd, name), '[]');
      const result = await world.run(words, { env: atServer(), input: bytesOf('/history\nhi\n') });
      expectNoFault(result);
      expectNoKey(result, world);
      expectInBounds(world, askedFor([...words, 'in.json', 'file.txt'], world));
      expectWholeConversations(world);
      expectSafe(result.stderr, { own: false });
    }),
  { runs: 250 },
);
