import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import { answer, type FakeServer, startFakeServer } from '../helpers/fake-server.ts';
import { bytes, json, mutated, text } from './arbitraries.ts';
import { fuzz } from './kit.ts';
import { expectInBounds, expectNoFault, expectNoKey, expectSafe } from './promises.ts';
import { bytesOf, inNewWorld, KEY, latin1Of, type World } from './world.ts';

const TERMINAL = { terminal: { columns: 50, rows: 20 } };
const stringify = (value: unknown) => latin1Of(JSON.stringify(value) ?? 'null');

/** Mostly what belongs there, sometimes anything. */
const orJson = (valid: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 6, arbitrary: valid }, { weight: 1, arbitrary: json });

const ID = 'abcdefghijkl';
const OTHER_ID = 'abcdmnopqrst';
const date = fc.constantFrom(
  '2026-01-02T03:04:05.678Z',
  '1970-01-01T00:00:00.000Z',
  '+275760-09-13T00:00:00.000Z',
  'x',
);

const message = fc.record(
  {
    id: orJson(fc.constantFrom('m1', 'm2', 'm3', '__proto__')),
    role: orJson(fc.constantFrom('user', 'assistant')),
    content: orJson(text),
    createdAt: orJson(date),
    replyTo: orJson(fc.constantFrom('m1', 'm2', 'm9')),
    model: orJson(text),
    status: orJson(fc.constantFrom('complete', 'incomplete', 'interrupted')),
    finishReason: orJson(fc.constantFrom('stop', 'length', 'broken')),
    usage: orJson(fc.record({ promptTokens: json, completionTokens: fc.nat(), totalTokens: fc.double() })),
    reasoning: orJson(text),
  },
  { requiredKeys: ['id', 'role', 'content', 'createdAt'] },
);

/** A conversation that asks the demo server, so that it can be continued without a network. */
const conversation = fc
  .record({
    version: fc.oneof({ weight: 8, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: json }),
    id: orJson(fc.constantFrom(ID, ID, OTHER_ID, '../../x')),
    name: orJson(fc.oneof(fc.constant(null), fc.constant('mine'), text)),
    title: orJson(text),
    kind: orJson(fc.constantFrom('chat', 'ask')),
    model: orJson(text),
    baseUrl: orJson(fc.constantFrom('demo', 'http://127.0.0.1:1/v1', 'http://[')),
    systemPrompt: orJson(text),
    createdAt: orJson(date),
    updatedAt: orJson(date),
    messages: orJson(fc.array(message, { maxLength: 4 })),
    more: json,
  })
  .map(stringify);

const file = fc.oneof({ weight: 6, arbitrary: mutated(conversation) }, { weight: 1, arbitrary: bytes });

function keep(world: World, name: string, content: string): void {
  const folder = join(world.config, 'conversations');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, `${name}.json`), bytesOf(content), { mode: 0o600 });
}

const READERS = [
  ['history'],
  ['history', '--json'],
  ['history', 'show', ID],
  ['history', 'show', 'mine', '--json'],
  ['history', 'show', 'last'],
  ['history', 'search', 'a'],
  ['history', 'export', ID],
  ['history', 'export', ID, '--format', 'json'],
  ['history', 'rename', ID, 'other'],
  ['history', 'delete', 'mine', 'abcd'],
  ['history', 'clear', '--older-than', '1d', '-y'],
  ['ask', '--demo', '-s', 'mine', 'help'],
  ['ask', '--demo', '-c', 'help', '--json'],
  ['chat', '--demo', '-r', ID],
] as const;

/** Those that show fields of one line, which are safe in a pipe too. */
const LISTS = new Set([0, 5]);

fuzz(
  'conversation files',
  fc.record({
    first: file,
    second: fc.oneof(fc.constant(''), file),
    commands: fc.array(fc.nat({ max: READERS.length - 1 }), { minLength: 1, maxLength: 3 }),
    isTerminal: fc.boolean(),
  }),
  ({ first, second, commands, isTerminal }) =>
    inNewWorld(async (world) => {
      keep(world, ID, first);
      if (second !== '') keep(world, OTHER_ID, second);
      for (const index of commands) {
        const result = await world.run(READERS[index] ?? [], {
          input: bytesOf('/history\n/system\n/model\n/usage\n/undo\n/retry\n'),
          ...(isTerminal ? TERMINAL : {}),
        });
        expectNoFault(result);
        expectNoKey(result, world);
        expectInBounds(world);
        expectSafe(result.stderr, { own: isTerminal });
        if (isTerminal) expectSafe(result.stdout, { own: true });
        else if (LISTS.has(index)) expectSafe(result.stdout, { own: false });
      }
    }),
  { runs: 60 },
);

fuzz(
  'a file to import',
  fc.oneof(mutated(fc.tuple(conversation, conversation).map((both) => `[${both.join()}]`)), file),
  (content) =>
    inNewWorld(async (world) => {
      writeFileSync(join(world.cwd, 'all.json'), bytesOf(content));
      for (const argv of [
        ['history', 'import', 'all.json'],
        ['history', 'import', 'all.json'],
        ['history'],
      ]) {
        const result = await world.run(argv);
        expectNoFault(result);
        expectSafe(result.stderr, { own: false });
        expectSafe(result.stdout, { own: false });
      }
      expectInBounds(world, [join('work', 'all.json')]);
    }),
  { runs: 60 },
);

const setting = orJson(
  fc.oneof(
    text,
    fc.constantFrom<unknown>(
      'http://127.0.0.1:1/v1',
      'http://[',
      0,
      -1,
      2,
      Number.MAX_VALUE,
      true,
      null,
      'always',
    ),
  ),
);
const NAMES =
  'apiKey baseUrl model systemPrompt temperature maxTokens timeout maxRetries markdown resume keys trusted version __proto__'.split(
    ' ',
  );
const FILE_KEY = 'sk-of-the-file-0123456789';
const config = fc
  .dictionary(fc.constantFrom(...NAMES), setting, { maxKeys: 5 })
  .map((settings) => stringify({ ...settings, ...('apiKey' in settings ? { apiKey: FILE_KEY } : {}) }));

fuzz(
  'a config file',
  fc.record({
    content: fc.oneof({ weight: 6, arbitrary: mutated(config) }, { weight: 1, arbitrary: bytes }),
    command: fc.constantFrom(
      ['config'],
      ['config', 'list'],
      ['config', 'list', '--json'],
      ['config', 'get', 'model'],
      ['config', 'get', 'apiKey'],
      ['config', 'set', 'model', 'm'],
      ['config', 'set', 'apiKey', 'sk-of-the-user-0123456789'],
      ['config', 'unset', 'temperature'],
      ['config', 'trust'],
      ['config', 'trust', '--remove'],
      ['ask', '--demo', 'hi'],
      ['ask', 'hi', '--max-retries', '0', '--base-url', 'http://127.0.0.1:1/v1'],
      ['chat', '--demo'],
      ['history'],
    ),
    hasKey: fc.boolean(),
  }),
  ({ content, command, hasKey }) =>
    inNewWorld(async (world) => {
      mkdirSync(world.config, { mode: 0o700 });
      writeFileSync(join(world.config, 'config.json'), bytesOf(content), { mode: 0o600 });
      const result = await world.run(command, hasKey ? {} : { env: { OPENAI_API_KEY: '' } });
      expectNoFault(result);
      expectNoKey(result, world);
      expectInBounds(world);
      expectSafe(result.stderr, { own: false });
      expect(result.stdout.toString() + result.stderr.toString()).not.toContain(FILE_KEY);
    }),
  { runs: 120 },
);

const VARIABLES =
  'OPENAI_API_KEY OPENAI_BASE_URL OPENAI_MODEL AI_CHAT_SYSTEM_PROMPT AI_CHAT_TIMEOUT AI_CHAT_MAX_RETRIES AI_CHAT_MARKDOWN AI_CHAT_CONFIG_DIR NODE_OPTIONS HTTPS_PROXY PATH'.split(
    ' ',
  );
const quote = fc.constantFrom('', '"', "'", '`');
const value = fc.oneof(
  text.map(latin1Of),
  fc.constantFrom('{SERVER}', '{SERVER}', 'https://evil.invalid/v1', '0', 'never'),
);
const line = fc
  .tuple(
    fc.constantFrom('', 'export ', ' '),
    fc.oneof(
      fc.tuple(fc.constant('OPENAI_API_KEY'), fc.constant(FILE_KEY)),
      fc.tuple(fc.constant('OPENAI_BASE_URL'), fc.constant('{SERVER}')),
      fc.tuple(fc.constantFrom(...VARIABLES), value),
    ),
    fc.constantFrom('=', ' = ', ': '),
    quote,
  )
  .map(([before, [name, text], equals, mark]) => `${before}${name}${equals}${mark}${text}${mark}`);
const dotenv = fc
  .tuple(fc.array(line, { maxLength: 5 }), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([lines, end]) => lines.join(end));

const NOBODY = 'http://127.0.0.1:1';
let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer([answer('Hello')]);
});
afterAll(() => server.close());

fuzz(
  'a .env',
  fc.record({
    content: fc.oneof({ weight: 6, arbitrary: mutated(dotenv) }, { weight: 1, arbitrary: bytes }),
    command: fc.constantFrom(
      ['config', 'list'],
      ['config', 'list', '--json'],
      ['config', 'trust'],
      ['ask', '--demo', 'hi'],
      ['ask', 'hi', '--max-retries', '0'],
      ['ask', 'hi', '--max-retries', '0', '--base-url', 'http://127.0.0.1:1/v1'],
      ['chat', '--demo', '--no-save'],
    ),
  }),
  ({ content, command }) =>
    inNewWorld(async (world) => {
      writeFileSync(join(world.cwd, '.env'), bytesOf(content.replaceAll('{SERVER}', server.baseUrl)));
      const asked = server.requests.length;
      // Should it want to ask another machine, the proxy is not there.
      const result = await world.run(command, { env: { HTTPS_PROXY: NOBODY, HTTP_PROXY: NOBODY } });
      const sent = server.requests.slice(asked).map(({ headers }) => JSON.stringify(headers));
      expect(sent.join('\n')).not.toContain(KEY);
      expectNoFault(result);
      expectNoKey(result, world);
      expectInBounds(world, [join('work', '.env')]);
      expectSafe(result.stderr, { own: false });
      expect(result.stdout.toString() + result.stderr.toString()).not.toContain(FILE_KEY);
    }),
  { runs: 80 },
);
