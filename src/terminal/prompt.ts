import type { Job } from '../runtime.ts';
import { isKey, type Keyboard } from './keyboard.ts';
import type { Key } from './line-editor/keys.ts';
import type { Reply } from './line-reader.ts';
import { dropEarly, readKeys } from './read-keys.ts';
import { sanitizeLine } from './sanitize.ts';
import { previousBoundary } from './width.ts';
import { wrapWords } from './wrap-words.ts';
import { yesOrNo } from './yes-or-no.ts';

export interface Prompter {
  /** One line. */
  ask(question: string): Promise<Reply>;
  /**
   * True after `y` or `yes`; anything else, the end of input, behind half an answer too, and an interrupt are a no. What is neither yes nor no was meant
   * for something else: where somebody awaits more, it begins the next line, and is not sent by itself.
   */
  confirm(question: string): Promise<boolean>;
  /**
   * One line that is not shown as it is typed or pasted, and of which nothing was typed before it was asked for. Ctrl-C is an
   * `interrupt`. Escape ends as Ctrl-D does.
   */
  askHidden(question: string): Promise<Reply>;
}

/** Characters of what was no answer, where that is said. */
const SHOWN_OF_REPLY = 40;

/** Asks on `output`. */
export function createPrompter({
  read,
  say,
  keyboard,
  output,
  job,
  takesAhead,
  signal,
}: {
  /** Reads an answer behind `prompt`, of one row. */
  readonly read: (prompt: string) => Promise<Reply>;
  readonly say: (text: string) => void;
  readonly keyboard: Keyboard;
  readonly output: NodeJS.WriteStream;
  readonly job: Job;
  /**
   * Whether what was typed before a line is asked for is that line, as in a chat. Else that holds where somebody holds the keyboard
   * alone: whether something is to be deleted is not answered blindly.
   */
  readonly takesAhead: boolean;
  /** Makes of a hidden question an `interrupt`. */
  readonly signal?: AbortSignal | undefined;
}): Prompter {
  const prompter: Prompter = {
    async ask(question) {
      if (!takesAhead && !keyboard.isHeld) await dropEarly(keyboard, output);
      const rows = wrapWords(sanitizeLine(question), (output.columns || 80) - 2).split('\n');
      const last = rows.pop() ?? '';
      for (const row of rows) output.write(`${row}\n`);
      return read(`${last} `);
    },
    async confirm(question) {
      const reply = await prompter.ask(`${question} [y/N]`);
      if (reply.type !== 'line') return false;
      const said = yesOrNo(reply.text);
      if (said === 'neither') {
        const shown = `“${sanitizeLine(reply.text, SHOWN_OF_REPLY)}” is neither yes nor no`;
        say(keyboard.isHeld ? `${shown}; it stands in the next line` : shown);
        if (keyboard.isHeld) keyboard.giveBack(reply.text);
      }
      return said === 'yes';
    },
    async askHidden(question) {
      // Before the question: who answers at once must not be shown either.
      const release = keyboard.hold();
      const show = () => output.write(`${sanitizeLine(question)} `);
      await dropEarly(keyboard, output);
      show();
      const forgetStop = job.onStop(() => output.write('\n'));
      const forgetContinue = job.onContinue(show);
      try {
        let typed = '';
        return await readKeys<Reply>(keyboard, signal, (key) => {
          if (isKey(key, 'ctrl-z')) job.suspend();
          const pressed = pressHidden(key, typed);
          if (typeof pressed !== 'string') return pressed;
          typed = pressed;
          return undefined;
        });
      } finally {
        forgetStop();
        forgetContinue();
        release();
        output.write('\n');
      }
    },
  };
  return prompter;
}

/** What a key makes of the line `typed`: the line then, or the reply. */
function pressHidden(key: Key, typed: string): string | Reply {
  // What was copied with its line end needs no Enter.
  if (key.type === 'paste' && key.text.endsWith('\n'))
    return { type: 'line', text: typed + key.text.slice(0, -1) };
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
