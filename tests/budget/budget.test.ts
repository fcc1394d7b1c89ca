import { describe, expect, it } from 'vitest';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { serve } from '../helpers/talk.ts';
import { at, conversation, openStore } from '../store/fixture.ts';
import { type Loaded, type Probed, probe, probeOnTerminal } from './probe.ts';

/**
 * What a command may load: files of `dist/` and their size in KB (1000 bytes). Somewhat above what it loads today: whoever
 * needs more has either imported what could wait, or has a reason to raise it.
 */
const BUDGETS = [
  { args: ['--version'], files: ['main'], kilobytes: 100 },
  { args: ['--help'], files: ['main', 'core', 'help'], kilobytes: 148 },
  { args: ['config', 'get', 'model'], files: ['main', 'core', 'config'], kilobytes: 142 },
  { args: ['history', 'list'], files: ['main', 'core', 'commands', 'words', 'store'], kilobytes: 203 },
  { args: ['ask', 'hi'], files: ['main', 'core', 'store', 'ask'], kilobytes: 245 },
] as const;

/** The same for a question on a terminal, until it is sent: its answer is rendered. */
const ON_TERMINAL = {
  args: ['ask', 'hi'],
  files: ['main', 'core', 'store', 'ask', 'words', 'markdown'],
  kilobytes: 474,
} as const;

/** Modules of Node's that cost milliseconds, and that nobody needs who asks over http and prints to a pipe. */
const COSTLY = [
  'internal/deps/undici/undici',
  'child_process',
  'crypto',
  'fs/promises',
  'https',
  'readline',
  'timers/promises',
  'tty',
  'worker_threads',
];

/** What Node itself takes to read standard input where that is a file, as /dev/null is. */
const FOR_STANDARD_INPUT = ['internal/fs/promises', 'internal/fs/streams'];

/** Before the question is sent: files opened, looked at, made, moved and removed; our own are among them. */
const CALLS_BEFORE_REQUEST = 30;
/** For `hi` and its short answer, written twice, and their lines in the index. */
const BYTES_A_TURN = 3000;
/** What one turn may look at in the store, however much is in there. */
const BYTES_READ_A_TURN = 4000;

/** Asks `hi` with so many conversations in the store. */
async function ask(conversations: number): Promise<Probed> {
  const { store } = openStore(testHome().config);
  for (let n = 0; n < conversations; n++) await store.create(conversation({ updatedAt: at(n) }));
  const { env } = await serve(answer('Hello there'));
  return probe(['ask', 'hi'], env);
}

describe('what a command loads', () => {
  it.each(BUDGETS)('keeps $args within its budget', async ({ args, files, kilobytes }) => {
    const { env } = await serve(answer('Hello there'));
    const { loaded, builtins } = await probe(args, env);
    expectWithin(loaded, files, kilobytes);
    const costly = args[0] === 'ask' ? COSTLY : [...COSTLY, ...FOR_STANDARD_INPUT];
    expect(builtins.filter((name) => costly.includes(name))).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('keeps a question on a terminal within its budget', async () => {
    const { args, files, kilobytes } = ON_TERMINAL;
    const { env } = await serve(answer('Hello there'));
    const { loadedBeforeRequest } = await probeOnTerminal(args, env);
    expectWithin(loadedBeforeRequest ?? [], files, kilobytes);
  });
});

function expectWithin(loaded: readonly Loaded[], files: readonly string[], kilobytes: number): void {
  expect(loaded.map(({ name }) => name.replace('.js', '')).sort()).toEqual([...files].sort());
  expect(loaded.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(kilobytes * 1000);
}

it('shows a conversation without what asks for an answer', async () => {
  const { store } = openStore(testHome().config);
  await store.create(conversation());
  const { loaded } = await probe(['history', 'show', 'last'], {});
  const names = loaded.map(({ name }) => name);
  expect(names).toContain('show.js');
  expect(names).not.toContain('ask.js');
});

describe('what one question costs', () => {
  it('asks little of the file system before the question is sent', async () => {
    const { callsBeforeRequest } = await ask(0);
    expect(callsBeforeRequest).toBeGreaterThan(5);
    expect(callsBeforeRequest).toBeLessThanOrEqual(CALLS_BEFORE_REQUEST);
  });

  it('writes and reads no more where many conversations are kept', async () => {
    const few = await ask(1);
    const many = await ask(200);
    expect(many.written).toBeLessThanOrEqual(BYTES_A_TURN);
    expect(many.written).toBeLessThanOrEqual(few.written * 1.05);
    expect(many.read).toBeLessThanOrEqual(BYTES_READ_A_TURN);
    expect(many.calls).toBe(few.calls);
  });
});
