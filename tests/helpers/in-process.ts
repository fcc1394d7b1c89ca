/**
 * ai-chat inside this process: `main` with streams in memory, for tests that need thousands of runs. The environment,
 * the folders and the streams are the run's own; the clock, the network and the file system are real.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { main } from '../../src/main.ts';
import type { Interrupt, Runtime } from '../../src/runtime.ts';
import { Input, Sink } from './streams.ts';

/** How long a run may take, in ms, on a machine that is busy with other things. */
const TIME_LIMIT = 20_000;

export interface InProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly homeDir: string;
  /** All of standard input; none: the end of it at once. Not with `terminal`. */
  readonly input?: Uint8Array;
  /** Whether standard output and standard error are a terminal of this size. */
  readonly terminal?: { readonly columns: number; readonly rows: number };
  /** Plays the user at the terminal; its end is the end of standard input. Makes standard input a terminal too. */
  readonly user?: (input: Input, terminal: Sink) => Promise<void>;
}

export interface InProcessResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/**
 * Runs ai-chat to its end. Rejects when that takes too long, or when something was thrown that nobody caught: in a
 * process of its own that would have been a crash.
 */
export async function runInProcess(
  argv: readonly string[],
  options: InProcessOptions,
): Promise<InProcessResult> {
  const stdin = new Input(options.user !== undefined);
  const stdout = new Sink(options.terminal);
  const stderr = options.user ? stdout : new Sink(options.terminal);
  const exitListeners = new Set<() => void>();
  const runtime = runtimeOf(options, { stdin, stdout, stderr }, exitListeners);

  let crash: { readonly reason: unknown } | undefined;
  const onCrash = (reason: unknown) => {
    crash ??= { reason };
  };
  process.on('unhandledRejection', onCrash);
  let timer: NodeJS.Timeout | undefined;
  try {
    const ended = main(argv, runtime);
    if (options.user) {
      void options.user(stdin, stdout).then(
        () => stdin.push(null),
        (error: unknown) => {
          onCrash(error);
          stdin.push(null);
        },
      );
    } else {
      stdin.push(options.input?.length ? Buffer.from(options.input) : null);
      if (options.input?.length) stdin.push(null);
    }
    const code = await Promise.race([
      ended,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(hangMessage(argv, stdout, stderr))), TIME_LIMIT);
      }),
    ]);
    for (const listener of [...exitListeners]) listener();
    await nextTurn();
    if (crash) throw new Error('something was thrown that nobody caught', { cause: crash.reason });
    return { code, stdout: stdout.bytes(), stderr: stderr.bytes() };
  } finally {
    clearTimeout(timer);
    stdin.destroy();
    process.off('unhandledRejection', onCrash);
  }
}

function hangMessage(argv: readonly string[], stdout: Sink, stderr: Sink): string {
  const printed = [stdout, stderr].map((stream) => JSON.stringify(stream.bytes().toString().slice(-500)));
  return `${JSON.stringify(argv)} still runs after ${TIME_LIMIT} ms; printed: ${printed.join(' ')}`;
}

function runtimeOf(
  { env, cwd, homeDir }: InProcessOptions,
  streams: { readonly stdin: Input; readonly stdout: Sink; readonly stderr: Sink },
  exitListeners: Set<() => void>,
): Runtime {
  let ids = 0;
  return {
    env,
    cwd,
    homeDir,
    platform: process.platform,
    stdin: streams.stdin as unknown as NodeJS.ReadStream,
    stdout: streams.stdout as unknown as NodeJS.WriteStream,
    stderr: streams.stderr as unknown as NodeJS.WriteStream,
    interrupts: {
      listen: (_listener: (interrupt: Interrupt) => void) => () => undefined,
      raise: () => undefined,
    },
    clock: {
      now: Date.now,
      monotonic: () => performance.now(),
      after(ms, action) {
        const timer = setTimeout(action, ms);
        return () => clearTimeout(timer);
      },
    },
    job: {
      suspend: () => undefined,
      onStop: () => () => undefined,
      onContinue: () => () => undefined,
      onExit(listener) {
        exitListeners.add(listener);
        return () => exitListeners.delete(listener);
      },
      leave: () => undefined,
      pause: () => undefined,
      onFault: () => undefined,
    },
    newId() {
      ids += 1;
      return `run${process.hrtime.bigint().toString(36).slice(-6)}${ids.toString(36).padStart(3, '0')}`;
    },
  };
}
