import { StringDecoder } from 'node:string_decoder';
import { type CursorReport, createKeyDecoder, type Key } from './keys.ts';

/** Milliseconds after which an Escape that nothing followed is the key itself. */
const ESCAPE_DELAY = 50;

/** The keys of a terminal in raw mode. */
export interface Keyboard {
  /** Reads from here on. */
  open(): void;
  /** Leaves what comes next to others. */
  close(): void;
}

/** Gives `onKeys` all keys that come at once; `onCursor` a report of its column; `onEnd`: the terminal is gone. */
export function createKeyboard(
  stdin: NodeJS.ReadStream,
  {
    onKeys,
    onCursor,
    onEnd,
  }: {
    readonly onKeys: (keys: readonly Key[]) => void;
    readonly onCursor: (column: number) => void;
    readonly onEnd: () => void;
  },
): Keyboard {
  const bytes = new StringDecoder('utf8');
  const decoder = createKeyDecoder();
  let escapeTimer: NodeJS.Timeout | undefined;

  const give = (input: readonly (Key | CursorReport)[]) => {
    const keys: Key[] = [];
    for (const each of input) {
      if (each.type === 'cursor') onCursor(each.column);
      else keys.push(each);
    }
    if (keys.length > 0) onKeys(keys);
  };
  const onData = (chunk: Buffer | string) => {
    clearTimeout(escapeTimer);
    const keys = decoder.write(typeof chunk === 'string' ? chunk : bytes.write(chunk));
    if (decoder.waiting) escapeTimer = setTimeout(() => give(decoder.flush()), ESCAPE_DELAY);
    give(keys);
  };

  return {
    open() {
      if (stdin.readableEnded || stdin.destroyed) return onEnd();
      stdin.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onEnd);
      stdin.resume();
    },
    close() {
      clearTimeout(escapeTimer);
      stdin.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onEnd);
      stdin.pause();
    },
  };
}
