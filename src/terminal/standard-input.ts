import { isUtf8 } from 'node:buffer';
import { fstatSync, type Stats, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { CliError } from '../errors.ts';
import type { Clock } from '../runtime.ts';

/** Milliseconds without a byte after which the user is told that ai-chat waits for standard input. */
const SILENCE = 1000;

/** Bytes. More than any model takes at once; and what never ends, such as /dev/zero, must not fill the memory. */
export const LARGEST_INPUT = 64 * 1024 * 1024;

/**
 * Everything on standard input, as text: all bytes to the end, a byte order mark kept. `onSilence` is called once
 * when not one byte came for a second. Throws a `usage` {@link CliError} for bytes that are not UTF-8, for more than `most`
 * of them and for a directory, and the signal's reason, at once, when `signal` aborts.
 */
export async function readStandardInput(
  stdin: NodeJS.ReadStream,
  {
    signal,
    clock,
    onSilence,
    most,
    tooLargeHint,
  }: {
    readonly signal: AbortSignal;
    readonly clock: Clock;
    readonly onSilence: () => void;
    readonly most?: number;
    /** What to do about more than that. */
    readonly tooLargeHint?: string;
  },
): Promise<string> {
  const cancelSilence = clock.after(SILENCE, onSilence);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of bytesOf(stdin, signal)) {
      cancelSilence();
      chunks.push(chunk);
      length += chunk.length;
      if (length > (most ?? LARGEST_INPUT)) throw tooLarge('standard input', most, tooLargeHint);
    }
  } finally {
    cancelSilence();
  }
  signal.throwIfAborted();
  return decode(Buffer.concat(chunks));
}

/**
 * The lines of standard input as they come, without their newlines (LF or CR LF); a last line without one counts.
 * An abort ends it like the end of input. In the place of a line that is too long or not UTF-8 comes the `usage` {@link CliError}
 * that says so: those that follow may be well.
 */
export async function* linesOf(
  stdin: NodeJS.ReadStream,
  signal?: AbortSignal,
): AsyncGenerator<string | CliError> {
  /** The pieces of a line whose newline has not come yet: joined once, so that a long line takes linear time. */
  let pieces: Buffer[] = [];
  let length = 0;
  const add = (piece: Buffer) => {
    length += piece.length;
    if (length > LARGEST_INPUT) pieces = [];
    else pieces.push(piece);
  };
  const take = () => {
    const line = length > LARGEST_INPUT ? tooLarge('a line') : lineOf(pieces);
    pieces = [];
    length = 0;
    return line;
  };
  for await (const chunk of bytesOf(stdin, signal)) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, end));
      from = end + 1;
      yield take();
      if (signal?.aborted) return;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (length > 0 && !signal?.aborted) yield take();
}

const NEWLINE = 0x0a;

/** What there is to say of more than `most` bytes; the hint is for what goes to a model. */
export function tooLarge(what: string, most = LARGEST_INPUT, hint = 'send a part of it'): CliError {
  return new CliError('usage', `${what} is larger than ${Math.floor(most / 1024 / 1024)} MB`, { hint });
}

function lineOf(pieces: readonly Buffer[]): string | CliError {
  const bytes = Buffer.concat(pieces);
  if (!isUtf8(bytes)) return notUtf8(bytes);
  const line = bytes.toString();
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** Ends on an abort too; in either case the stream no longer keeps the process alive. */
async function* bytesOf(stdin: NodeJS.ReadStream, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const stats = statsOf(stdin);
  // As in cron, CI and most services: nothing to wait for, and no stream to load and start.
  if (stats && isNullDevice(stats)) return;
  // Node takes a directory for a stream that has ended.
  if (stats?.isDirectory()) {
    throw new CliError('usage', 'standard input is a directory', {
      hint: 'send it a file or a pipe, or skip it with --no-stdin',
    });
  }
  const leave = () => stdin.destroy();
  if (signal?.aborted) leave();
  signal?.addEventListener('abort', leave, { once: true });
  try {
    for await (const chunk of stdin) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    if (signal?.aborted || isEnd(error)) return;
    const { message } = error as Error;
    throw new CliError('usage', `cannot read standard input: ${message}`, {
      hint: 'send it a file or a pipe, or skip it with --no-stdin',
      cause: error,
    });
  } finally {
    signal?.removeEventListener('abort', leave);
  }
}

/** Windows tells the end of a closed pipe as an error. */
function isEnd(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EOF';
}

/** Undefined where standard input is nothing that the system knows, as in tests. */
function statsOf(stdin: NodeJS.ReadStream): Stats | undefined {
  const { fd } = stdin as { readonly fd?: number };
  return fd === undefined ? undefined : fstatSync(fd);
}

function isNullDevice(stats: Stats): boolean {
  if (!stats.isCharacterDevice()) return false;
  try {
    return stats.rdev === statSync(devNull).rdev;
  } catch {
    return false;
  }
}

function decode(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  throw notUtf8(bytes);
}

function notUtf8(bytes: Buffer): CliError {
  return new CliError('usage', `standard input is not UTF-8 text (byte ${firstInvalid(bytes)})`, {
    hint: 'convert it first, for example with `iconv -f LATIN1 -t UTF-8`',
  });
}

/** Counted from 1: the first byte that does not come back from a lenient decoding. */
function firstInvalid(bytes: Buffer): number {
  const lenient = Buffer.from(bytes.toString());
  const index = bytes.findIndex((byte, at) => byte !== lenient[at]);
  return (index === -1 ? bytes.length - 1 : index) + 1;
}
