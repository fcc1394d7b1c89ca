import { StringDecoder } from 'node:string_decoder';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Runtime } from '../runtime.ts';
import { createKeyDecoder, type Key } from './line-editor/keys.ts';
import { createRawMode } from './raw-mode.ts';

/** Milliseconds after which an Escape that nothing followed is the key itself. */
const ESCAPE_DELAY = 50;

/** Who takes the keys. */
export interface KeyTaker {
  /**
   * One key after the other: who has enough leaves, and the next one is for others. `isAhead`: it was typed before this taker
   * began.
   */
  onKey(key: Key, isAhead: boolean): void;
  /** For now there are no more. */
  onRest?(): void;
  /** The terminal has told the column of its cursor. */
  onCursor?(column: number): void;
  /** The terminal is gone. */
  onEnd(): void;
}

/**
 * The keys of a terminal, which has one owner, whoever is asked: prompts, questions and pickers take them in turn, and what is
 * typed while nobody does waits, unseen, for the next one.
 */
export interface Keyboard {
  /**
   * Raw mode until the returned function is called, also while nobody takes the keys: nothing is echoed, and Ctrl-C calls
   * `onInterrupt`, or that of the holder around, or is a SIGINT. A terminal that goes away meanwhile is a SIGHUP. Holds nest.
   */
  hold(onInterrupt?: () => void): () => void;
  /** Whether somebody holds it. */
  readonly isHeld: boolean;
  /**
   * Whether the terminal can show a line as its keys change it. Where it can't (`TERM=dumb`, no raw mode, nothing of ours on it), lines
   * are read as it gives them, and no escape is written.
   */
  readonly canEdit: boolean;
  /** Gives `taker` all keys from here on, beginning with those that wait, and holds the keyboard until {@link leave}. */
  take(taker: KeyTaker): void;
  leave(taker: KeyTaker): void;
  /** Gives the terminal, as it was, to another program or to whoever reads lines, while `use` has it. */
  lend<T>(use: () => Promise<T>): Promise<T>;
  /** Makes what waits something that is looked at before it is sent: its Enters begin new lines. */
  holdBack(): void;
  /** Puts `text`, which was taken for something that it is not, before all that waits, and holds that back. */
  giveBack(text: string): void;
  /**
   * Drops what waits, of a keyboard that is held also what the system has of it and was not read yet, and of a paste that has begun all to
   * its end; whether there was something.
   */
  discard(): Promise<boolean>;
}

/** Nothing happens to the terminal before the first hold. */
export function createKeyboard({
  stdin,
  stdout,
  stderr,
  env,
  job,
  interrupts,
}: Pick<Runtime, 'stdin' | 'stdout' | 'stderr' | 'env' | 'job' | 'interrupts'>): Keyboard {
  const output = stderr.isTTY ? stderr : stdout;
  const isSmart = Boolean(output.isTTY) && env.TERM !== 'dumb';
  const mode = createRawMode({ stdin, output, job, bracketedPaste: isSmart });
  const bytes = new StringDecoder('utf8');
  const decoder = createKeyDecoder();
  let escapeTimer: NodeJS.Timeout | undefined;
  /** What each holder does at Ctrl-C, the innermost last. */
  let holders: { readonly onInterrupt: (() => void) | undefined }[] = [];
  let taker: KeyTaker | undefined;
  let forgetTaker = () => {};
  let waiting: Key[] = [];
  let isOpen = false;
  let isLent = false;
  let isEnded = false;

  const pressUntaken = (key: Key) => {
    if (isKey(key, 'ctrl-c')) {
      keyboard.holdBack();
      const holder = holders.findLast(({ onInterrupt }) => onInterrupt !== undefined);
      if (holder?.onInterrupt) holder.onInterrupt();
      else interrupts.raise('SIGINT');
    } else if (isKey(key, 'ctrl-z')) {
      job.suspend();
    } else {
      waiting.push(key);
    }
  };
  /** What came and is not given yet: closed in the midst of it, what the decoder has comes behind that. */
  const arriving: ReturnType<typeof decoder.write> = [];
  const give = (input: readonly (typeof arriving)[number][]) => {
    arriving.push(...input);
    for (let each = arriving.shift(); each; each = arriving.shift()) {
      if (each.type === 'cursor') taker?.onCursor?.(each.column);
      else if (taker) taker.onKey(each, false);
      else pressUntaken(each);
    }
    taker?.onRest?.();
  };
  let reads = 0;
  const onData = (chunk: Buffer | string) => {
    reads += 1;
    clearTimeout(escapeTimer);
    const keys = decoder.write(typeof chunk === 'string' ? chunk : bytes.write(chunk));
    if (decoder.waiting) escapeTimer = setTimeout(() => give(decoder.flush()), ESCAPE_DELAY);
    give(keys);
  };
  const onEnd = () => {
    if (isEnded) return;
    isEnded = true;
    if (taker) taker.onEnd();
    // Its system may have told another process alone.
    else interrupts.raise('SIGHUP');
  };

  const open = () => {
    if (isOpen || isLent) return;
    if (stdin.readableEnded || stdin.destroyed) isEnded = true;
    if (isEnded) return;
    isOpen = true;
    mode.enter();
    stdin.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onEnd);
    stdin.resume();
  };
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    clearTimeout(escapeTimer);
    mode.leave();
    stdin.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onEnd);
    stdin.pause();
    // The rest may go to another program, so that a paste would have no end, and nothing be a key any more.
    bytes.end();
    give(decoder.end());
  };

  /** Resolves when there is nothing to be read: the loop has looked at the input, and found it empty. */
  const untilRead = async () => {
    for (let seen = -1; isOpen && seen !== reads; ) {
      seen = reads;
      // The first turn may be the rest of one that has looked before the input was opened.
      await nextTurn();
      await nextTurn();
    }
  };

  const keyboard: Keyboard = {
    hold(onInterrupt) {
      const holder = { onInterrupt };
      holders.push(holder);
      open();
      return () => {
        holders = holders.filter((each) => each !== holder);
        if (holders.length === 0) close();
      };
    },
    get isHeld() {
      return holders.length > 0;
    },
    get canEdit() {
      return isSmart && Boolean(stdin.isTTY) && typeof stdin.setRawMode === 'function';
    },
    take(next) {
      forgetTaker = keyboard.hold();
      taker = next;
      while (taker === next) {
        const key = waiting.shift();
        if (!key) break;
        next.onKey(key, true);
      }
      if (taker === next) next.onRest?.();
      if (taker === next && isEnded) next.onEnd();
    },
    leave(last) {
      if (taker !== last) return;
      taker = undefined;
      forgetTaker();
    },
    async lend(use) {
      isLent = true;
      close();
      // What was typed for another program, which cannot have it, was not meant to be sent.
      keyboard.holdBack();
      try {
        return await use();
      } finally {
        isLent = false;
        // At once, not when somebody takes the keys: what is typed while an answer streams would be echoed into it.
        if (holders.length > 0) open();
      }
    },
    holdBack() {
      const last = waiting.findLastIndex((key) => !isKey(key, 'enter'));
      waiting = waiting.slice(0, last + 1).map((key) => (isKey(key, 'enter') ? NEW_LINE : key));
    },
    giveBack(text) {
      waiting = [{ type: 'paste', text }, { type: 'key', name: 'enter' }, ...waiting];
      keyboard.holdBack();
    },
    async discard() {
      await untilRead();
      clearTimeout(escapeTimer);
      const had = decoder.drop() || waiting.length > 0;
      waiting = [];
      return had;
    },
  };
  return keyboard;
}

const NEW_LINE: Key = { type: 'key', name: 'ctrl-j' };

/** Whether `key` is the one with that name. */
export function isKey(key: Key, name: string): boolean {
  return key.type === 'key' && key.name === name;
}
