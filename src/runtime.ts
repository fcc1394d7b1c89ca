import { homedir, userInfo } from 'node:os';
import { CliError, SIGNAL_EXIT_CODES } from './errors.ts';

/** A signal that asks ai-chat to end, or, in a chat, to stop the answer. */
export type Interrupt = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/**
 * Tells listeners of interrupts. While nobody listens, an interrupt ends the process with 128 + its number. Who was told of a SIGINT and
 * ends with 130 is ended by SIGINT itself, not on Windows.
 */
export interface Interrupts {
  /** Calls `listener` at every interrupt until the returned function is called. */
  listen(listener: (interrupt: Interrupt) => void): () => void;
  /**
   * Makes one that no signal has brought: Ctrl-C is none on a terminal in raw mode. Where it ends the process, the script or the pipeline
   * around it is told of it as well, as the terminal would have done.
   */
  raise(interrupt: Interrupt): void;
}

/** Time, so that nothing has to ask the machine for it. */
export interface Clock {
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** Milliseconds on a clock that never goes back; only differences mean anything. */
  monotonic(): number;
  /** Calls `action` after `ms`; the returned function cancels it. Does not keep the process alive by itself. */
  after(ms: number, action: () => void): () => void;
}

/** The process as a job of its terminal: how it is stopped, continued and ended. */
export interface Job {
  /**
   * Stops the process and the rest of its pipeline soon, as Ctrl-Z does on a terminal in its usual mode. Nothing
   * happens where there is no job control (Windows).
   */
  suspend(): void;
  /**
   * Calls `listener` before the process is stopped (SIGTSTP), until the returned function is called; only synchronous
   * work gets done. What nobody can catch (SIGSTOP) is not told.
   */
  onStop(listener: () => void): () => void;
  /**
   * Calls `listener` whenever the process was continued (SIGCONT), or was not stopped after all because nobody could
   * continue it, until the returned function is called.
   */
  onContinue(listener: () => void): () => void;
  /**
   * Calls `listener` when the process ends by itself or by an interrupt, the last one first, until the returned function is called; only
   * synchronous work gets done.
   */
  onExit(listener: () => void): () => void;
  /**
   * Ends the process with `code` soon, should something hold it that can't be cancelled: a look-up of a host's name goes
   * on for as long as the system's resolver likes.
   */
  leave(code: number): void;
  /** Does nothing at all for `ms` milliseconds, also where nothing that takes its time would get done. */
  pause(ms: number): void;
  /**
   * Calls `listener` with what is thrown where nobody awaits it: in an event, a timer, a promise; and when nothing is left that could
   * end what is awaited, which would end the process without a word.
   */
  onFault(listener: (error: unknown) => void): void;
}

/** The world outside: everything a command may touch of the process it runs in. */
export interface Runtime {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Throws a `usage` {@link CliError} where it was deleted meanwhile. */
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** Throws a `usage` {@link CliError} where the system knows none. */
  readonly homeDir: string;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly interrupts: Interrupts;
  readonly clock: Clock;
  readonly job: Job;
  /** A new random id: 12 lower-case letters and digits (62 bits). */
  newId(): string;
}

const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Enough for what is on its way to standard error. */
const GRACE_MS = 300;

/** The one place, with bin, that knows the global process. Streams are opened at first use. */
export function createRuntime(process: NodeJS.Process): Runtime {
  const inUse = endWithTerminal(process);
  return {
    env: process.env,
    get cwd() {
      return workingDirectoryOf(process);
    },
    platform: process.platform,
    get homeDir() {
      return homeOf();
    },
    get stdin() {
      return inUse(process.stdin);
    },
    get stdout() {
      return inUse(process.stdout);
    },
    get stderr() {
      return inUse(process.stderr);
    },
    interrupts: listenForInterrupts(process),
    clock: {
      now: Date.now,
      // Not `performance`, which Node loads at its first use: a millisecond.
      monotonic() {
        const [seconds, nanoseconds] = process.hrtime();
        return seconds * 1e3 + nanoseconds / 1e6;
      },
      after(ms, action) {
        const timer = setTimeout(action, ms).unref();
        return () => clearTimeout(timer);
      },
    },
    job: jobOf(process),
    newId,
  };
}

/**
 * Gives a function to tell of each stream that is used. Where the terminal of one is gone, Node aborts at its end, in
 * `tcsetattr` (measured on 20), and the system may keep the process's memory for an inquiry. Then the process ends by
 * SIGHUP, as one that does not listen to it would have.
 */
function endWithTerminal(
  process: NodeJS.Process,
): <T extends { isTTY?: boolean; fd: number }>(stream: T) => T {
  const terminals = new Set<number>();
  process.on('exit', () => {
    // Not to load a module for nothing: a millisecond.
    if (terminals.size === 0) return;
    const tty = process.getBuiltinModule?.('node:tty');
    if (!tty || [...terminals].every((fd) => tty.isatty(fd))) return;
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  });
  return (stream) => {
    if (stream.isTTY) terminals.add(stream.fd);
    return stream;
  };
}

/** An empty `HOME` is the same as none: what the system knows of the user. */
function homeOf(): string {
  try {
    return homedir() || userInfo().homedir;
  } catch (cause) {
    // As in a container that runs under a number without a name.
    throw new CliError('usage', 'there is no home folder', {
      hint: 'set HOME, or name a folder with AI_CHAT_CONFIG_DIR',
      cause,
    });
  }
}

function workingDirectoryOf(process: NodeJS.Process): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new CliError('usage', 'the working directory is not there any more', {
      hint: 'go to another one, for example with `cd ~`',
      cause,
    });
  }
}

/** Milliseconds after which a process that was to be stopped has not been. */
const STOP_DELAY_MS = 100;

function jobOf(process: NodeJS.Process): Job {
  const hasJobControl = process.platform !== 'win32';
  return {
    suspend() {
      if (hasJobControl) process.kill(0, 'SIGTSTP');
    },
    ...stopsOf(process, hasJobControl),
    onExit(listener) {
      // Before what ends the process by a signal.
      process.prependListener('exit', listener);
      return () => process.off('exit', listener);
    },
    leave(code) {
      setTimeout(() => process.exit(code), GRACE_MS).unref();
    },
    pause(ms) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    },
    onFault(listener) {
      // Promises that nobody handles come here too.
      process.on('uncaughtException', listener);
      process.on('beforeExit', () => listener(new Error('it waits for something that never comes')));
    },
  };
}

function stopsOf(process: NodeJS.Process, hasJobControl: boolean): Pick<Job, 'onStop' | 'onContinue'> {
  const beforeStop = new Set<() => void>();
  const afterStop = new Set<() => void>();
  let mayBeStopped = false;

  const tell = (listeners: ReadonlySet<() => void>) => {
    for (const listener of [...listeners]) listener();
  };
  const goOn = () => {
    mayBeStopped = false;
    tell(afterStop);
  };
  const stop = () => {
    tell(beforeStop);
    mayBeStopped = true;
    // Without a listener the signal stops us, here; or does nothing, where no shell could continue us.
    process.off('SIGTSTP', stop);
    process.kill(process.pid, 'SIGTSTP');
    if (beforeStop.size > 0) process.on('SIGTSTP', stop);
    // Timers come before signals: who was continued hears of that first.
    setTimeout(() => setImmediate(() => mayBeStopped && goOn()), STOP_DELAY_MS);
  };
  if (hasJobControl) process.on('SIGCONT', goOn);

  return {
    onStop(listener) {
      if (hasJobControl && beforeStop.size === 0) process.on('SIGTSTP', stop);
      beforeStop.add(listener);
      return () => {
        beforeStop.delete(listener);
        if (beforeStop.size === 0) process.off('SIGTSTP', stop);
      };
    },
    onContinue(listener) {
      afterStop.add(listener);
      return () => afterStop.delete(listener);
    },
  };
}

function listenForInterrupts(process: NodeJS.Process): Interrupts {
  const listeners = new Set<(interrupt: Interrupt) => void>();
  let isSigintTold = process.platform === 'win32';
  let isRaised = false;
  /** A shell's loop and script go on behind a command that ends with 130, and stop behind one that SIGINT has ended. */
  const dieOfSigint = (code: number) => {
    if (code !== SIGNAL_EXIT_CODES.SIGINT) return;
    process.removeAllListeners('SIGINT');
    // The terminal tells a Ctrl-C to the whole job; of one that was a key bash would not know, and would go on with its script.
    if (isRaised) process.kill(0, 'SIGINT');
    process.kill(process.pid, 'SIGINT');
  };
  const tell = (interrupt: Interrupt) => {
    if (interrupt === 'SIGINT' && !isSigintTold) {
      isSigintTold = true;
      process.on('exit', dieOfSigint);
    }
    if (listeners.size === 0) process.exit(SIGNAL_EXIT_CODES[interrupt]);
    for (const listener of [...listeners]) listener(interrupt);
  };
  for (const interrupt of INTERRUPTS) process.on(interrupt, () => tell(interrupt));
  // Packages that end the process at a signal of their own accord (when-exit, under conf) would raise each one twice.
  process.on('newListener', (event, listener) => {
    if (INTERRUPTS.some((interrupt) => interrupt === event))
      queueMicrotask(() => process.off(event, listener));
  });
  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    raise(interrupt) {
      isRaised = true;
      tell(interrupt);
    },
  };
}

/** Not secret, only unique: Math.random is seeded per process from the system's entropy, and needs no module. */
function newId(): string {
  const digits = () => Math.random().toString(36).slice(2, 8).padEnd(6, '0');
  return digits() + digits();
}
