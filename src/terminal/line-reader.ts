/** What the user gave: a line, Ctrl-C, or the end of input (Ctrl-D). */
export type Reply =
  | { readonly type: 'line'; readonly text: string }
  | { readonly type: 'interrupt' }
  | { readonly type: 'end' };

/** The same, and of a line that the end of input left without its own what was typed of it. */
export type LineRead =
  | Exclude<Reply, { readonly type: 'end' }>
  | { readonly type: 'end'; readonly begun: string };

const NEWLINE = 0x0a;

/** One line, as the terminal in its usual mode gives it; what comes after it goes back into the input. */
export function readLine(stdin: NodeJS.ReadStream, signal: AbortSignal | undefined): Promise<LineRead> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const text = () => Buffer.concat(chunks).toString().replace(/\r$/, '');
    const finish = (reply: LineRead) => {
      stdin.off('data', onData).off('end', onEnd).off('error', onEnd);
      stdin.pause();
      signal?.removeEventListener('abort', onAbort);
      resolve(reply);
    };
    const onData = (data: Buffer | string) => {
      const chunk = typeof data === 'string' ? Buffer.from(data) : data;
      const end = chunk.indexOf(NEWLINE);
      chunks.push(end === -1 ? chunk : chunk.subarray(0, end));
      if (end === -1) return;
      if (end + 1 < chunk.length) stdin.unshift(chunk.subarray(end + 1));
      finish({ type: 'line', text: text() });
    };
    const onEnd = () => finish({ type: 'end', begun: text() });
    const onAbort = () => finish({ type: 'interrupt' });
    if (signal?.aborted) return onAbort();
    if (stdin.readableEnded || stdin.destroyed) return onEnd();
    signal?.addEventListener('abort', onAbort, { once: true });
    stdin.on('data', onData).on('end', onEnd).on('error', onEnd);
    stdin.resume();
  });
}
