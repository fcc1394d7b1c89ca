/** What the user gave: a line, Ctrl-C, or the end of input (Ctrl-D). */
export type Reply =
  | { readonly type: 'line'; readonly text: string }
  | { readonly type: 'interrupt' }
  | { readonly type: 'end' };

/** Feeds `read` with what comes until it gives a reply; then the input rests again. */
export function receive(
  stdin: NodeJS.ReadStream,
  signal: AbortSignal | undefined,
  read: (chunk: Buffer) => Reply | undefined,
): Promise<Reply> {
  return new Promise((resolve) => {
    const finish = (reply: Reply) => {
      stdin.off('data', onData).off('end', onEnd).off('error', onEnd);
      stdin.pause();
      signal?.removeEventListener('abort', onAbort);
      resolve(reply);
    };
    const onData = (chunk: Buffer | string) => {
      const reply = read(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      if (reply) finish(reply);
    };
    const onEnd = () => finish({ type: 'end' });
    const onAbort = () => finish({ type: 'interrupt' });
    if (signal?.aborted) return onAbort();
    if (stdin.readableEnded || stdin.destroyed) return onEnd();
    signal?.addEventListener('abort', onAbort, { once: true });
    stdin.on('data', onData).on('end', onEnd).on('error', onEnd);
    stdin.resume();
  });
}

const NEWLINE = 0x0a;

/** One line, as the terminal in its usual mode gives it; what comes after it goes back into the input. */
export function readLine(stdin: NodeJS.ReadStream, signal: AbortSignal | undefined): Promise<Reply> {
  return receive(stdin, signal, lineReader(stdin));
}

function lineReader(stdin: NodeJS.ReadStream): (chunk: Buffer) => Reply | undefined {
  const chunks: Buffer[] = [];
  return (chunk) => {
    const end = chunk.indexOf(NEWLINE);
    chunks.push(end === -1 ? chunk : chunk.subarray(0, end));
    if (end === -1) return undefined;
    if (end + 1 < chunk.length) stdin.unshift(chunk.subarray(end + 1));
    return { type: 'line', text: Buffer.concat(chunks).toString().replace(/\r$/, '') };
  };
}
