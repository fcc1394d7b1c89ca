import { isatty } from 'node:tty';
import { readLine } from '../line-reader.ts';
import { sanitizeLine } from '../sanitize.ts';
import type { LineEditor, LineEditorOptions } from './types.ts';

/**
 * Lines as the terminal in its usual mode gives them. One that ends in `\` goes on in the next. What the end of input leaves
 * without an end is a line nevertheless, unless the terminal is gone; but half an answer is none.
 */
export function createPlainEditor({
  stdin,
  keyboard,
  output,
  onInterrupt,
  job,
}: LineEditorOptions): LineEditor {
  let reading: AbortController | undefined;
  let isClosed = false;

  return {
    async read(prompt, { isAnswer = false } = {}) {
      if (isClosed) return { type: 'end' };
      reading = new AbortController();
      const show = () => void output.write(sanitizeLine(prompt));
      show();
      const forget = job.onContinue(show);
      try {
        let text = '';
        for (;;) {
          const { signal } = reading;
          const reply = await keyboard.lend(() => readLine(stdin, signal));
          if (reply.type !== 'line') {
            output.write('\n');
            if (isClosed) return { type: 'end' };
            if (reply.type === 'interrupt') return reply;
            const left = (text + reply.begun).replace(/\n$/, '');
            return isAnswer || left === '' || !isThere(stdin)
              ? { type: 'end' }
              : { type: 'line', text: left };
          }
          if (isAnswer || !reply.text.endsWith('\\')) return { type: 'line', text: text + reply.text };
          text += `${reply.text.slice(0, -1)}\n`;
        }
      } finally {
        reading = undefined;
        forget();
      }
    },
    remember() {},
    interrupt() {
      if (reading) reading.abort();
      else onInterrupt();
    },
    close() {
      isClosed = true;
      reading?.abort();
      stdin.pause();
    },
  };
}

/** Whether the terminal was not closed. Node's types leave the descriptor out. */
function isThere(stdin: NodeJS.ReadStream & { readonly fd?: number }): boolean {
  return stdin.fd !== undefined && isatty(stdin.fd);
}
