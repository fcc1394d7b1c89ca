import type { Keyboard, KeyTaker } from './keyboard.ts';
import type { Key } from './line-editor/keys.ts';
import { wrapWords } from './wrap-words.ts';

/**
 * Gives `press` the keys until it makes something of one; the next one is for others. An abort of `signal` is an `interrupt`, the
 * end of the input an `end`. `isBehindText`: text of which nothing was made came in the same read, as a paste does that is not marked.
 */
export function readKeys<T>(
  keyboard: Keyboard,
  signal: AbortSignal | undefined,
  press: (key: Key, isBehindText: boolean) => T | undefined,
): Promise<T | { readonly type: 'interrupt' } | { readonly type: 'end' }> {
  return new Promise((resolve) => {
    const finish = (reply: T | { type: 'interrupt' } | { type: 'end' }) => {
      keyboard.leave(taker);
      signal?.removeEventListener('abort', onAbort);
      resolve(reply);
    };
    const onAbort = () => finish({ type: 'interrupt' });
    let isBehindText = false;
    const taker: KeyTaker = {
      onKey(key) {
        const reply = press(key, isBehindText);
        isBehindText ||= key.type !== 'key';
        if (reply !== undefined) finish(reply);
      },
      onRest() {
        isBehindText = false;
      },
      onEnd: () => finish({ type: 'end' }),
    };
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    keyboard.take(taker);
  });
}

const TOO_EARLY = 'what was typed too early is not taken for an answer';

/**
 * Drops what was typed before a question that is not answered blindly: it may be a key, which is not to be shown, or an Enter too many,
 * which is to agree to nothing. Says so on `output`, where there is something to say.
 */
export async function dropEarly(keyboard: Keyboard, output: NodeJS.WriteStream): Promise<void> {
  // Only who holds it gets what the system has.
  const release = keyboard.hold();
  try {
    if (!(await keyboard.discard())) return;
    // The terminal may have echoed it, before anybody held the keyboard.
    const begin = keyboard.canEdit ? '\r\x1b[K' : '\n';
    output.write(`${begin}${wrapWords(TOO_EARLY, output.columns || 80)}\n`);
  } finally {
    release();
  }
}
