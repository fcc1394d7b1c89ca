import { createKeyboard } from './line-editor/keyboard.ts';
import type { Key } from './line-editor/keys.ts';

/**
 * Gives `press` the keys of a terminal in raw mode until it makes something of one; then the input rests again. An abort
 * of `signal` is an `interrupt`, the end of the input an `end`.
 */
export function readKeys<T>(
  stdin: NodeJS.ReadStream,
  signal: AbortSignal | undefined,
  press: (key: Key) => T | undefined,
): Promise<T | { readonly type: 'interrupt' } | { readonly type: 'end' }> {
  return new Promise((resolve) => {
    const finish = (reply: T | { type: 'interrupt' } | { type: 'end' }) => {
      keyboard.close();
      signal?.removeEventListener('abort', onAbort);
      resolve(reply);
    };
    const onAbort = () => finish({ type: 'interrupt' });
    const keyboard = createKeyboard(stdin, {
      onKeys(keys) {
        for (const key of keys) {
          const reply = press(key);
          if (reply !== undefined) return finish(reply);
        }
      },
      onCursor() {},
      onEnd: () => finish({ type: 'end' }),
    });
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    keyboard.open();
  });
}
