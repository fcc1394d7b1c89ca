import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll } from 'vitest';
import { answer, type FakeServer, startFakeServer } from '../helpers/fake-server.ts';
import { bytes, mutated, text } from './arbitraries.ts';
import { fuzz } from './kit.ts';
import {
  expectInBounds,
  expectNoFault,
  expectNoKey,
  expectSafe,
  expectWholeConversations,
} from './promises.ts';
import { bytesOf, inNewWorld, KEY, latin1Of, type World } from './world.ts';

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

/** Words of the command line; those that name a server or open an editor are left to others. */
const WORDS =
  'ask chat history config completion list show search export import rename delete clear get set unset path trust bash zsh fish powershell last mine help model apiKey timeout markdown temperature maxTokens in.json file.txt out.txt 1 0 -1 30d always'.split(
    ' ',
  );
const FLAGS =
  '-s --session -c --continue -f --file -o --output --json --jsonl --no-stream --no-save --no-stdin -q --quiet --demo -m --model --system -t --temperature --max-tokens --timeout --max-retries --markdown --no-markdown --new -r --resume -n --limit --format --older-than -y --yes --remove --debug --no-color -V --version -h --help -- - --output= --session= -oout.txt --insecure-http'.split(
    ' ',
  );
const word = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 4, arbitrary: fc.constantFrom(...FLAGS) },
  { weight: 2, arbitrary: text },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...FLAGS), text).map((parts) => parts.join('=')) },
  { weight: 1, arbitrary: fc.constant(KEY) },
);
const argv = fc
  .tuple(
    fc.constantFrom([], ['ask'], ['chat'], ['history'], ['config'], ['completion']),
    fc.array(word, { maxLength: 6 }),
  )
  .map(([command, rest]) => [...command, ...rest])
  .filter((words) => words.every((each) => !each.includes(KEY) || words.includes('apiKey') === false));

/** Files that the command line may have asked for: any word, or what is behind the `=` or the `-o` of one. */
function askedFor(words: readonly string[], world: World): readonly string[] {
  return words
    .flatMap((each) => [each, each.replace(/^[^=]*=/, ''), each.replace(/^-[a-z]+/, '')])
    .filter((path) => path !== '' && !path.includes('\0'))
    .map((path) => relative(world.home, resolve(world.cwd, path)));
}

fuzz(
  'arguments',
  // Outside of this world a file may be written where it was asked for, and harm is done to the machine.
  argv.filter((words) => words.every((each) => !/(^|[/=o])(\.\.|[/\\~])/.test(each))),
  (words) =>
    inNewWorld(async (world) => {
      mkdirSync(world.config, { recursive: true });
      for (const name of ['in.json', 'file.txt']) writeFileSync(join(world.cwd, name), '[]');
      const result = await world.run(words, { env: atServer(), input: bytesOf('/history\nhi\n') });
      expectNoFault(result);
      expectInBounds(world, askedFor([...words, 'in.json', 'file.txt'], world));
      expectWholeConversations(world);
      expectSafe(result.stderr, { own: false });
    }),
  { runs: 250 },
);
