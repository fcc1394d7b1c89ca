import { join } from 'node:path';
import type { InputHistory } from '../conversation/ports.ts';
import { CliError } from '../errors.ts';
import type { Clock } from '../runtime.ts';
import { replaceFile, sweepBeside } from './atomic-write.ts';
import { CONVERSATIONS } from './conversation-folder.ts';
import {
  type FileSystem,
  fileError,
  flawOf,
  hasCode,
  nodeFileSystem,
  openPrivateFile,
  openToRead,
  readBytes,
  writeBytes,
} from './file-system.ts';
import { type HeldLock, withLock } from './lock.ts';

export interface InputHistoryOptions {
  /** Need not be there yet. */
  readonly configDir: string;
  readonly clock: Clock;
  /** Told, in one line, of a wait for another process that is felt. */
  readonly note: (message: string) => void;
  /** Node's own, if not given. */
  readonly fs?: FileSystem;
}

const FILE_NAME = 'input-history.jsonl';
/** How many messages are loaded, and remain when the file is shortened. */
const KEPT = 1000;
/** Lines from which on the file is shortened. */
const MOST = 2000;
/** Characters: a longer message, a pasted book, would make every start slow; it is in its conversation anyway. */
const LONGEST = 65_536;
const NEWLINE = 0x0a;

/** Kept under the config dir as one JSON string a line, readable by the user alone, and written under the store's one lock, if that can be had. */
export function createInputHistory(options: InputHistoryOptions): InputHistory {
  const { configDir, clock, note, fs = nodeFileSystem } = options;
  const path = join(configDir, FILE_NAME);
  let last: string | undefined;
  let isTooLong = false;
  let refusal: CliError | undefined;

  /** Gives what `action` does, or undefined where that was refused. */
  async function attempt<T>(action: () => T | Promise<T>): Promise<T | undefined> {
    try {
      const done = await action();
      refusal = undefined;
      return done;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      refusal = error;
      return undefined;
    }
  }

  /** Says in words what the operating system refused. */
  function reporting<T>(verb: 'read' | 'write', action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw fileError(verb, path, error);
    }
  }

  /** The lines of the file; none where there is no file. */
  function linesIn(): string[] {
    const text = reading((fd, size) => readBytes(fs, fd, 0, size).toString()) ?? '';
    return text.split('\n').filter((line) => line !== '');
  }

  /** What `use` makes of the open file; undefined where there is none. Throws `usage` for what is not to be read. */
  function reading<T>(use: (fd: number, size: number) => T): T | undefined {
    let fd: number;
    try {
      fd = openToRead(fs, path);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
    try {
      const stats = fs.fstatSync(fd);
      const flaw = flawOf(stats);
      if (flaw !== undefined) throw new CliError('usage', `can't read ${path}: ${flaw}`);
      return use(fd, stats.size);
    } finally {
      fs.closeSync(fd);
    }
  }

  function add(text: string, lock?: HeldLock): void {
    const line = JSON.stringify(text);
    // A line that a crash cut short must not swallow the next one.
    const isCut = reading((fd, size) => size > 0 && readBytes(fs, fd, size - 1, 1)[0] !== NEWLINE);
    lock?.confirm();
    const fd = openPrivateFile(fs, path, 'a');
    try {
      writeBytes(fs, fd, Buffer.from(`${isCut ? '\n' : ''}${line}\n`));
    } finally {
      fs.closeSync(fd);
    }
  }

  /** Shortens the file, as it is now, to its end. */
  function shorten(lock: HeldLock): void {
    const lines = linesIn();
    if (lines.length <= MOST) return;
    const kept = lines.slice(-KEPT).filter((line) => messageIn(line) !== undefined);
    const bytes = Buffer.from(kept.map((line) => `${line}\n`).join(''));
    sweepBeside(fs, path);
    replaceFile(fs, { path, bytes, flush: true, confirm: lock.confirm });
  }

  /** Does it where that can be done: what is too long still holds all, and grows. */
  function shortenIfPossible(lock: HeldLock): void {
    try {
      shorten(lock);
    } catch (error) {
      if (!hasCode(error)) throw error;
    }
    isTooLong = false;
  }

  async function addInTurn(text: string, signal: AbortSignal | undefined): Promise<void> {
    try {
      await withLock(join(configDir, CONVERSATIONS), { clock, fs, signal, note }, (lock) =>
        reporting('write', () => {
          if (isTooLong) shortenIfPossible(lock);
          add(text, lock);
        }),
      );
    } catch (error) {
      if (signal === undefined || error !== signal.reason) throw error;
      // What is typed is not lost with the wait. It goes behind the others in one piece; only who shortens them in this very moment misses it.
      reporting('write', () => add(text));
    }
  }

  return {
    get refusal() {
      return refusal;
    },
    async load() {
      const lines = (await attempt(() => reporting('read', linesIn))) ?? [];
      isTooLong = lines.length > MOST;
      const messages = lines.slice(-KEPT).flatMap((line) => messageIn(line) ?? []);
      last = messages.at(-1);
      return messages;
    },
    async append(text, signal) {
      if (text === last || text.length > LONGEST) return;
      await attempt(async () => {
        await addInTurn(text, signal);
        last = text;
      });
    },
  };
}

/** Undefined for a damaged line: it is passed over. */
function messageIn(line: string): string | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
