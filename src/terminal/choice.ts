import type { Job } from '../runtime.ts';
import { isKey, type Keyboard } from './keyboard.ts';
import { dropEarly, readKeys } from './read-keys.ts';
import { sanitizeLine } from './sanitize.ts';
import { wrapWords } from './wrap-words.ts';

/**
 * What was chosen, by its number from 0; `back`: Escape or `q`; `interrupt`: Ctrl-C, or the signal; `end`: Ctrl-D, or no terminal
 * any more.
 */
export type Chosen =
  | { readonly type: 'chosen'; readonly index: number }
  | { readonly type: 'back' }
  | { readonly type: 'interrupt' }
  | { readonly type: 'end' };

export interface Agreed {
  readonly type: 'yes' | 'no' | 'interrupt' | 'end';
}

export interface Chooser {
  /** One of `options`, {@link MOST_OPTIONS} at most, by the digit that stands before it; Enter takes the first. `back` says what `q` does. */
  choose(options: readonly string[], back: string): Promise<Chosen>;
  /** Enter, and whatever else leaves, is a no unless `byDefault` says that Enter is a yes. */
  agree(question: string, byDefault: 'yes' | 'no'): Promise<Agreed>;
}

/** As many as have a digit. */
export const MOST_OPTIONS = 9;

/**
 * Asks on `output`, and takes single keys that are pressed when the question is there to be read. An abort of `signal` ends
 * every question.
 */
export function createChooser({
  keyboard,
  output,
  job,
  signal,
}: {
  readonly keyboard: Keyboard;
  readonly output: NodeJS.WriteStream;
  readonly job: Job;
  readonly signal: AbortSignal;
}): Chooser {
  const item = (key: string, text: string) =>
    wrapWords(`  ${key}  ${sanitizeLine(text)}`, output.columns || 80, 5);

  /** The key that makes something of `press`, shown behind the question. */
  async function ask<T>(question: string, press: (key: string) => T | undefined) {
    const release = keyboard.hold();
    await dropEarly(keyboard, output);
    output.write(`${question} `);
    const forget = job.onContinue(() => output.write(`\n${question} `));
    let shown = '';
    try {
      // Of a paste nothing is taken for an answer, its Enter neither; it may be a key, and is not shown.
      return await readKeys(keyboard, signal, (key, isBehindText) => {
        if (isKey(key, 'ctrl-z')) job.suspend();
        if (isBehindText && !isKey(key, 'ctrl-c')) return undefined;
        const name = key.type === 'text' ? key.text.toLowerCase() : key.type === 'key' ? key.name : '';
        const made = press(name);
        if (made !== undefined && key.type === 'text') shown = key.text;
        return made;
      });
    } finally {
      forget();
      release();
      output.write(`${shown}\n`);
    }
  }

  return {
    choose(options, back) {
      const lines = options.map((option, index) => item(`${index + 1}`, option));
      output.write(`\n${[...lines, item('q', back)].join('\n')}\n\n`);
      return ask('Press a key (Enter is 1):', (key): Chosen | undefined => {
        const index = key === 'enter' ? 0 : /^[1-9]$/.test(key) ? Number(key) - 1 : -1;
        return index >= 0 && index < options.length ? { type: 'chosen', index } : leaving(key);
      });
    },
    agree(question, byDefault) {
      const keys = byDefault === 'yes' ? '[Y/n]' : '[y/N]';
      const asked = wrapWords(`${sanitizeLine(question)} ${keys}`, (output.columns || 80) - 2);
      return ask(asked, (key): Agreed | undefined => {
        if (key === 'enter') return { type: byDefault };
        if (key === 'y') return { type: 'yes' };
        const left = key === 'n' ? { type: 'back' as const } : leaving(key);
        return left && { type: left.type === 'back' ? 'no' : left.type };
      });
    },
  };
}

function leaving(key: string): { readonly type: 'back' | 'interrupt' | 'end' } | undefined {
  if (key === 'escape' || key === 'q') return { type: 'back' };
  if (key === 'ctrl-c') return { type: 'interrupt' };
  return key === 'ctrl-d' ? { type: 'end' } : undefined;
}
