import type { Job } from '../runtime.ts';
import type { Key } from './line-editor/keys.ts';
import { type Reply, readLine } from './line-reader.ts';
import { createRawMode } from './raw-mode.ts';
import { readKeys } from './read-keys.ts';
import { sanitizeLine } from './sanitize.ts';
import { previousBoundary } from './width.ts';

export interface Prompter {
  /** One line, edited as the terminal does it. There Ctrl-C is SIGINT: abort the signal to get an `interrupt`. */
  ask(question: string): Promise<Reply>;
  /** True after `y` or `yes`; anything else, the end of input and an abort are a no. */
  confirm(question: string): Promise<boolean>;
  /**
   * One line that is not shown as it is typed or pasted. Ctrl-C makes no SIGINT here; it is an `interrupt`. Escape ends
   * as Ctrl-D does.
   */
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
        let typed = '';
        return await readKeys<Reply>(stdin, signal, (key) => {
          const pressed = pressHidden(key, typed);
          if (typeof pressed !== 'string') return pressed;
          typed = pressed;
          return undefined;
        });
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

/** What a key makes of the line `typed`: the line then, or the reply. */
function pressHidden(key: Key, typed: string): string | Reply {
  if (key.type !== 'key') return typed + key.text;
  switch (key.name) {
    case 'backspace':
      return typed.slice(0, previousBoundary(typed, typed.length));
    case 'ctrl-u':
      return '';
    case 'enter':
    case 'ctrl-j':
      return { type: 'line', text: typed };
    case 'ctrl-c':
      return { type: 'interrupt' };
    case 'ctrl-d':
    case 'escape':
      return { type: 'end' };
    default:
      return typed;
  }
}
