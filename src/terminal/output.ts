import { CliError } from '../errors.ts';

/** Where the answer goes. */
export interface Output {
  /**
   * Writes `text` now, or within this turn of the event loop when something was written in it already. Gives a
   * promise when the reader is slow: await it before the next write. Once nobody reads any more, text is dropped.
   */
  write(text: string): void | Promise<void>;
  /** Whether writing has come to an end: the reader has gone, or writing failed. */
  readonly gone: boolean;
  /** Resolves when all text so far has left the process, so that something else can be written behind it. */
  flush(): Promise<void>;
  /**
   * Resolves when all text has left the process or the reader has gone. Throws a `usage` {@link CliError} when it
   * could not be written (a full disk).
   */
  end(): Promise<void>;
}

/** What writing without a reader ends in: a pipe, a socket, Windows, a stream or a terminal that was closed. */
const READER_GONE = new Set(['EPIPE', 'ECONNRESET', 'EOF', 'ERR_STREAM_DESTROYED']);
const TERMINAL_GONE = 'EIO';

/**
 * Writes to `stream` (standard output). Pieces that come in one turn of the event loop leave in two writes at most:
 * a system call for each of 100,000 pieces takes longer than to receive them. `onGone` is called once, when writing
 * on makes no sense: cancel the request.
 */
export function createOutput(
  stream: NodeJS.WritableStream & { readonly isTTY?: boolean },
  { onGone, name = 'standard output' }: { readonly onGone: () => void; readonly name?: string },
): Output {
  let gone = false;
  let failure: CliError | undefined;
  let pending = '';
  let scheduled = false;
  let drained: Promise<void> | undefined;
  let onDrained: (() => void) | undefined;

  const settle = () => {
    onDrained?.();
    drained = undefined;
    onDrained = undefined;
  };
  const leave = (cause?: NodeJS.ErrnoException) => {
    if (gone) return;
    gone = true;
    pending = '';
    const code = cause?.code ?? '';
    if (cause && !READER_GONE.has(code) && !(stream.isTTY && code === TERMINAL_GONE)) {
      failure = new CliError('usage', `cannot write to ${name}: ${cause.message}`, {
        hint: 'look at where it goes: is the disk full?',
        cause,
      });
    }
    settle();
    onGone();
  };
  const send = (text: string) => {
    if (stream.write(text) || drained || gone) return;
    drained = new Promise((resolve) => {
      onDrained = resolve;
    });
  };
  const sendPending = () => {
    scheduled = false;
    const text = pending;
    pending = '';
    if (text !== '' && !gone) send(text);
  };

  const flush = async () => {
    sendPending();
    if (gone) return;
    // The error of an earlier write is told after the callbacks of those behind it.
    await new Promise<void>((resolve) => {
      stream.write('', (error) => {
        if (error) leave(error);
        setImmediate(resolve);
      });
    });
  };

  stream.on('error', leave);
  stream.on('close', () => leave());
  stream.on('drain', settle);

  return {
    write(text) {
      if (gone || text === '') return;
      if (scheduled) {
        pending += text;
      } else {
        scheduled = true;
        setImmediate(sendPending);
        send(text);
      }
      return drained;
    },
    get gone() {
      return gone;
    },
    flush,
    async end() {
      await flush();
      if (failure) throw failure;
    },
  };
}
