import { type ChildProcess, spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { afterEach } from 'vitest';
import { assertBuilt, BINARY } from './built.ts';
import { cleanEnv, testHome } from './home.ts';
import { expectNoSuiteKey } from './suite-key.ts';

/** How long a process may take, in ms; less than vitest's own limit, so that the test says what was printed. */
const TIME_LIMIT = 20_000;

export interface RunOptions {
  /** Added to a clean environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: an empty folder. */
  readonly cwd?: string;
  /** Written to standard input, which is then closed. */
  readonly input?: string | Uint8Array;
  /**
   * Standard input without `input`: `ignore` (the default) is the null device, `open` a pipe that stays silent
   * until {@link Running.write}, `closed` no file descriptor 0 at all (not on Windows).
   */
  readonly stdin?: 'ignore' | 'open' | 'closed';
  /** Milliseconds. */
  readonly timeLimit?: number;
  /** Flags for node itself. */
  readonly nodeFlags?: readonly string[];
}

export interface RunResult {
  /** Null when a signal ended it, but for SIGINT: 130, as every shell says. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stdoutBytes: Buffer;
  readonly stderr: string;
}

export interface Running {
  readonly pid: number;
  /** What was printed so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves as soon as `stream` holds `text`; rejects when the process ends without it. */
  until(stream: 'stdout' | 'stderr', text: string | RegExp): Promise<void>;
  write(input: string | Uint8Array): void;
  closeStdin(): void;
  /** Closes our end of its output, as `| head -1` does. */
  closeStdout(): void;
  kill(signal?: NodeJS.Signals): void;
  /** Resolves when it has ended; rejects when that takes too long, with what was printed so far. */
  readonly result: Promise<RunResult>;
}

const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Runs the built binary to its end. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return start(args, options).result;
}

/** Starts the built binary; it is killed when the test ends. */
export function start(args: readonly string[], options: RunOptions = {}): Running {
  assertBuilt();
  const command = [process.execPath, ...(options.nodeFlags ?? []), BINARY, ...args];
  return startCommand(
    options.stdin === 'closed' ? ['sh', '-c', 'exec "$@" <&-', 'sh', ...command] : command,
    options,
  );
}

/** Starts any program in the same way. */
export function startCommand(command: readonly string[], options: RunOptions = {}): Running {
  const [program = '', ...args] = command;
  const piped = options.input !== undefined || options.stdin === 'open';
  const env = Object.entries({ ...cleanEnv(), ...options.env }).filter(([, value]) => value !== undefined);
  const child = spawn(program, args, {
    cwd: options.cwd ?? testHome().cwd,
    env: Object.fromEntries(env),
    stdio: [piped ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  running.add(child);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('spawn gave no pipes');
  const out = collect(stdout);
  const err = collect(stderr);
  // Ended before it read everything: nothing that a test has to know.
  child.stdin?.on('error', () => {});
  if (options.input !== undefined) child.stdin?.end(options.input);

  const waiting = new Set<() => void>();
  const check = () => {
    for (const wake of [...waiting]) wake();
  };
  stdout.on('data', check);
  stderr.on('data', check);
  let ended: RunResult | undefined;

  const printed = () => `stdout: ${JSON.stringify(out.text())}\nstderr: ${JSON.stringify(err.text())}`;
  const timeLimit = options.timeLimit ?? TIME_LIMIT;
  const result = new Promise<RunResult>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`${command.join(' ')} still runs after ${timeLimit} ms.\n${printed()}`));
      child.kill('SIGKILL');
    }, timeLimit);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      running.delete(child);
      ended = {
        code: signal === 'SIGINT' ? 130 : code,
        signal,
        stdout: out.text(),
        stdoutBytes: out.bytes(),
        stderr: err.text(),
      };
      try {
        expectNoSuiteKey(printed(), `what ${args.join(' ')} printed`);
        resolve(ended);
      } catch (error) {
        reject(error);
      }
      check();
    });
  });
  // Whoever only waits with `until` hears of it there.
  result.catch(check);

  return {
    pid: child.pid ?? 0,
    get stdout() {
      return out.text();
    },
    get stderr() {
      return err.text();
    },
    until(stream, text) {
      const source = stream === 'stdout' ? out : err;
      return new Promise((resolve, reject) => {
        const settle = (act: () => void) => {
          waiting.delete(wake);
          act();
        };
        const wake = () => {
          const found = typeof text === 'string' ? source.text().includes(text) : text.test(source.text());
          if (found) settle(resolve);
          else if (ended)
            settle(() => reject(new Error(`It ended without ${String(text)} on ${stream}.\n${printed()}`)));
        };
        waiting.add(wake);
        wake();
        result.catch((error: unknown) => settle(() => reject(error)));
      });
    },
    write: (input) => void child.stdin?.write(input),
    closeStdin: () => void child.stdin?.end(),
    closeStdout: () => void stdout.destroy(),
    kill: (signal = 'SIGTERM') => void child.kill(signal),
    result,
  };
}

function collect(stream: NodeJS.ReadableStream): { text(): string; bytes(): Buffer } {
  const chunks: Buffer[] = [];
  const decoder = new StringDecoder();
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    text += decoder.write(chunk);
  });
  return { text: () => text, bytes: () => Buffer.concat(chunks) };
}
