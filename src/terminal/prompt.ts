import { StringDecoder } from 'node:string_decoder';
import type { Job } from '../runtime.ts';
import { createKeyDecoder, type Key } from './line-editor/keys.ts';
import { type Reply, readLine, receive } from './line-reader.ts';
import { createRawMode } from './raw-mode.ts';
import { sanitizeLine } from './sanitize.ts';
import { previousBoundary } from './width.ts';

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
      const reply = await readLine(stdin, signal);
      if (reply.type !== 'line') output.write('\n');
      return reply;
    },
    async confirm(question) {
      const reply = await prompter.ask(`${question} [y/N]`);
      return reply.type === 'line' && /^y(es)?$/i.test(reply.text.trim());
    },
    async askHidden(question) {
      const mode = createRawMode({ stdin, output, job, bracketedPaste: false });
      // Before the question: who answers at once must not be shown either.
      mode.enter();
      show(question);
      const forgetStop = job.onStop(() => output.write('\n'));
      const forgetContinue = job.onContinue(() => show(question));
      try {
        return await receive(stdin, signal, hiddenReader());
      } finally {
        forgetStop();
        forgetContinue();
        mode.leave();
        output.write('\n');
      }
    },
  };
  return prompter;
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
      const reply = key.type === 'cursor' ? undefined : press(key);
      if (reply) return reply;
    }
    return undefined;
  };
}
