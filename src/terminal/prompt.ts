import { StringDecoder } from 'node:string_decoder';
import type { Job } from '../runtime.ts';
import { createKeyDecoder, type Key } from './line-editor/keys.ts';
import { createRawMode } from './raw-mode.ts';
import { sanitizeLine } from './sanitize.ts';
import { previousBoundary } from './width.ts';

/** What the user gave: a line, Ctrl-C, or the end of input (Ctrl-D). */
export type Reply =
  | { readonly type: 'line'; readonly text: string }
  | { readonly type: 'interrupt' }
  | { readonly type: 'end' };

export interface Prompter {
  /** One line, edited as the terminal does it. There Ctrl-C is SIGINT: abort the signal to get an `interrupt`. */
  ask(question: string): Promise<Reply>;
  /** True after `y` or `yes`; anything else, the end of input and an abort are a no. */
  confirm(question: string): Promise<boolean>;
  /** One line that is not shown as it is typed or pasted. Ctrl-C makes no SIGINT here; it is an `interrupt`. */
  askHidden(question: string): Promise<Reply>;
}

/** Asks on `output` (standard error: standard output is for data) and reads from the terminal `stdin`. */
export function createPrompter({
  stdin,
  output,
  job,
  signal,
}: {
  readonly stdin: NodeJS.ReadStream;
  readonly output: NodeJS.WritableStream;
  readonly job: Job;
  readonly signal?: AbortSignal;
}): Prompter {
  const show = (question: string) => output.write(`${sanitizeLine(question)} `);

  const prompter: Prompter = {
    async ask(question) {
      show(question);
      const reply = await receive(stdin, signal, lineReader(stdin));
      if (reply.type !== 'line') output.write('\n');
      return reply;
    },
    async confirm(question) {
      const reply = await prompter.ask(`${question} [y/N]`);
      return reply.type === 'line' && /^y(es)?$/i.test(reply.text.trim());
    },
    async askHidden(question) {
      const mode = createRawMode({ stdin, output, job, bracketedPaste: false });
      show(question);
      mode.enter();
      try {
        return await receive(stdin, signal, hiddenReader());
      } finally {
        mode.leave();
        output.write('\n');
      }
    },
  };
  return prompter;
}

/** Feeds `read` with what comes until it gives a reply; then the input rests again. */
function receive(
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

/** What comes after the line goes back into the input. */
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

function hiddenReader(): (chunk: Buffer) => Reply | undefined {
  const bytes = new StringDecoder('utf8');
  const keys = createKeyDecoder();
  let text = '';
  const press = (key: Key): Reply | undefined => {
    if (key.type !== 'key') text += key.text;
    else if (key.name === 'backspace') text = text.slice(0, previousBoundary(text, text.length));
    else if (key.name === 'ctrl-u') text = '';
    else if (key.name === 'enter' || key.name === 'ctrl-j') return { type: 'line', text };
    else if (key.name === 'ctrl-c') return { type: 'interrupt' };
    else if (key.name === 'ctrl-d') return { type: 'end' };
    return undefined;
  };
  return (chunk) => {
    for (const key of keys.write(bytes.write(chunk))) {
      const reply = press(key);
      if (reply) return reply;
    }
    return undefined;
  };
}
