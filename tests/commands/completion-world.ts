import { PassThrough } from 'node:stream';
import { type App, createApp } from '../../src/app.ts';
import type { Conversation } from '../../src/conversation/types.ts';
import { runProgram } from '../../src/program.ts';
import type { Runtime } from '../../src/runtime.ts';
import { cleanEnv, testHome } from '../helpers/home.ts';
import { keepConversation } from '../helpers/keep.ts';

/** Puts a conversation on this test's disk; its id is `aaaa` and a number of its own, from 10000000. */
export function keep(fields: Partial<Conversation>): string {
  const id = fields.id ?? `aaaa${10_000_000 + kept}`;
  kept += 1;
  const time = new Date(Date.UTC(2026, 0, 1) - kept * 60_000).toISOString();
  return keepConversation({ id, kind: 'ask', createdAt: time, updatedAt: time, ...fields }).id;
}

let kept = 0;

export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What ai-chat offers. */
export interface Completed extends Printed {
  /** The first line: `file` or `words`; undefined when nothing was printed. */
  readonly kind: string | undefined;
  readonly values: readonly string[];
  readonly descriptions: readonly string[];
}

export interface CompleteOptions {
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** In place of what the app does. */
  readonly app?: Partial<App>;
  /** How many times longer than told a wait takes; 100 unless told, so that nothing is given up on a busy machine. */
  readonly patience?: number;
  /** Flags before the command. */
  readonly flags?: readonly string[];
}

/** Asks ai-chat, in this process, as a shell's script does; spaces separate the words. */
export function complete(line: string, options: CompleteOptions = {}): Promise<Completed> {
  return completeWords(line.split(' '), options);
}

export async function completeWords(
  words: readonly string[],
  { shell = 'bash', flags = [], ...options }: CompleteOptions = {},
): Promise<Completed> {
  const result = await printed([...flags, 'completion', shell, '--', 'ai-chat', ...words], options);
  const [kind, ...lines] = result.stdout === '' ? [] : result.stdout.trimEnd().split('\n');
  const columns = lines.map((text) => text.split('\t'));
  return {
    ...result,
    kind,
    values: columns.map(([value = '']) => value),
    descriptions: columns.map(([, description = '']) => description),
  };
}

/** Runs a command in this process; a {@link CliError} is thrown on. */
export async function printed(
  argv: readonly string[],
  { env = {}, app = {}, patience = 100 }: Pick<CompleteOptions, 'env' | 'app' | 'patience'> = {},
): Promise<Printed> {
  const stdout = capture();
  const stderr = capture();
  const runtime = runtimeWith({ ...cleanEnv(), ...env }, stdout.stream, stderr.stream, patience);
  const code = await runProgram(argv, runtime, (globals) => ({ ...createApp(runtime, globals), ...app }));
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function runtimeWith(
  env: Readonly<Record<string, string>>,
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
  patience: number,
): Runtime {
  const { home, cwd } = testHome();
  return {
    env,
    cwd,
    platform: process.platform,
    homeDir: home,
    stdin: process.stdin,
    stdout,
    stderr,
    interrupts: { listen: () => () => undefined, raise: () => undefined },
    clock: {
      now: Date.now,
      monotonic: () => performance.now(),
      after(ms, action) {
        const timer = setTimeout(action, ms * patience);
        return () => clearTimeout(timer);
      },
    },
    job: {
      suspend: () => undefined,
      onStop: () => () => undefined,
      onContinue: () => () => undefined,
      onExit: () => () => undefined,
      leave() {},
      pause() {},
      onFault() {},
    },
    newId: () => 'unused',
  };
}

function capture(): { readonly stream: NodeJS.WriteStream; text(): string } {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
}
