import { basename, dirname } from 'node:path';
import { CliError } from '../errors.ts';
import type { Clock } from '../runtime.ts';
import { type FileSystem, fileError, hasCode, namesIn, nodeFileSystem, removeFile } from './file-system.ts';
import { createExclusively, type Found, type Holder, holderIn, readLock } from './lock-file.ts';
import { machineProcesses, type ProcessTable } from './processes.ts';

// Own code, after a look at the packages: proper-lockfile frees a dead holder's lock only when seconds have passed,
// and keeps a timer running while it holds one; both it and the packages for atomic writes (write-file-atomic,
// atomically) listen to the process's signals, which belong to ai-chat alone.

export interface LockOptions {
  /** How long to wait for another process, in ms. */
  readonly waitMs?: number;
  /** Ends the wait; a lock that is free is still taken. */
  readonly signal?: AbortSignal | undefined;
  /** Told once, in a line, of a wait that is felt. */
  readonly note?: ((message: string) => void) | undefined;
  readonly clock?: Pick<Clock, 'now' | 'monotonic'>;
  readonly fs?: FileSystem;
  readonly processes?: ProcessTable;
}

/** A lock that is held. Everything until {@link free} is to happen without waiting for anything. */
export interface HeldLock {
  /** Throws when another process has taken the lock over, because this one stood still for so long. */
  confirm(): void;
  free(): void;
}

const WAIT_MS = 15_000;
/** From here on somebody begins to wonder. */
const FELT_MS = 1_000;
/** A holder needs milliseconds. One that seems to run and still holds its lock after this was stopped, or is another with the same number. */
const HOLDER_PATIENCE_MS = 10_000;
/** Between making the lock and saying whose it is, in it or beside it, lies nothing: this one was killed there. One that only stood still finds out by confirming. */
const UNFINISHED_PATIENCE_MS = 250;
/** On Windows: how long a lock may be neither there nor to be made before that is taken for a lack of permission. */
const DELETION_PATIENCE_MS = 1_000;
const LONGEST_PAUSE_MS = 40;

/**
 * Runs `action` while no other process runs one for the same `path` (a file or a folder, there or not), and gives back what it gives.
 * A holder that died is passed over at once. `action` is synchronous, so that no signal and no other task comes between;
 * it may run a second time when this process stood still so long that its lock was taken over before {@link HeldLock.confirm}.
 * Throws `usage` when the lock can't be had or written, and the signal's reason when that ends the wait.
 */
export async function withLock<T>(
  path: string,
  options: LockOptions,
  action: (lock: HeldLock) => T,
): Promise<T> {
  for (;;) {
    const lock = await takeLock(path, options).catch((error: unknown) => {
      throw fileError('write', path, error);
    });
    if (!lock) {
      throw new CliError('usage', `another ai-chat keeps ${path} locked`, {
        hint: `try again; if no other ai-chat runs, delete ${lockPathOf(path)}`,
      });
    }
    try {
      return action(lock);
    } catch (error) {
      if (!(error instanceof LockLost)) throw error;
    } finally {
      lock.free();
    }
  }
}

/** The file that holds the lock of `path`, while there is one. */
export function lockPathOf(path: string): string {
  return `${path}.lock`;
}

/**
 * Whether the lock at `lockPath` was left there by a process that is gone, at the time `now` (ms since 1970). Throws what the operating
 * system refuses.
 */
export function isAbandoned(
  fs: FileSystem,
  lockPath: string,
  now: number,
  processes: ProcessTable = machineProcesses,
): boolean {
  const found = readLock(fs, lockPath);
  if (found === undefined) return false;
  const holder = holderIn(found.text);
  if (holder) return isGone(holder, processes);
  return !livingHolderBeside(fs, lockPath, processes) && now - found.madeAt > UNFINISHED_PATIENCE_MS;
}

/** Waits for the lock of `path`; undefined when it can't be had within `waitMs`. Throws what the operating system refuses, and the signal's reason. */
export async function takeLock(path: string, options: LockOptions = {}): Promise<HeldLock | undefined> {
  const lockPath = lockPathOf(path);
  const { waitMs = WAIT_MS, clock = { now: Date.now, monotonic: () => performance.now() } } = options;
  const { fs = nodeFileSystem, processes = machineProcesses, signal } = options;
  let { note } = options;
  const beganAt = clock.monotonic();
  let seen: { readonly identity: string; readonly at: number } | undefined;
  let lastSeenAt = beganAt;
  for (let pause = 1; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const now = clock.monotonic();
    const lock = tryToTake(fs, lockPath, { processes, isPatient: now - lastSeenAt < DELETION_PATIENCE_MS });
    if (lock) return lock;
    const found = readLock(fs, lockPath);
    if (found !== undefined) {
      lastSeenAt = now;
      if (found.identity !== seen?.identity) seen = { identity: found.identity, at: now };
      const holder = holderIn(found.text) ?? livingHolderBeside(fs, lockPath, processes);
      const patience = holder ? HOLDER_PATIENCE_MS : UNFINISHED_PATIENCE_MS;
      const isOver = (holder && isGone(holder, processes)) || now - seen.at >= patience;
      if (isOver && breakLock(fs, lockPath, found, clock)) continue;
    }
    if (now - beganAt >= waitMs) return undefined;
    signal?.throwIfAborted();
    if (now - beganAt >= FELT_MS) {
      note?.(`waiting for another ai-chat, which keeps ${path} locked`);
      note = undefined;
    }
    // The lock's whole cost is in this wait: short at first, and never in step with others who wait.
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
  }
}

class LockLost extends Error {}

/** The tokens of the locks that this process holds now. */
const heldHere = new Set<string>();

function tryToTake(
  fs: FileSystem,
  path: string,
  { processes, isPatient }: { readonly processes: ProcessTable; readonly isPatient: boolean },
): HeldLock | undefined {
  const token = Math.random().toString(36).slice(2);
  const text = JSON.stringify({ pid: processes.pid, host: processes.host, token } satisfies Holder);
  const made = createExclusively(fs, path, text, isPatient);
  if (!made) return undefined;
  const beside = made.refusal ? besidePathOf(path, text) : undefined;
  if (beside !== undefined) {
    try {
      createExclusively(fs, beside, '', false);
    } catch {
      removeFile(fs, path);
      throw made.refusal;
    }
  }
  heldHere.add(token);
  return {
    confirm() {
      if (readLock(fs, path)?.identity !== made.identity) throw new LockLost();
    },
    free() {
      heldHere.delete(token);
      try {
        const isOurs = readLock(fs, path)?.identity === made.identity;
        // Whoever comes between the two finds an unfinished lock, and is patient.
        if (beside !== undefined) removeFile(fs, beside);
        if (isOurs) removeFile(fs, path);
      } catch (error) {
        // What was done under the lock is done. Who finds it passes it over as soon as this process is gone.
        if (!hasCode(error)) throw error;
      }
    },
  };
}

/**
 * Where a full disk has no room for the text of a lock, it often has for another name: that of an empty file beside it
 * says who holds the lock. Without it nobody could make room.
 */
function besidePathOf(path: string, text: string): string {
  return `${path}.${Buffer.from(text).toString('base64url')}`;
}

/** Who holds a lock that does not say it itself. One that is gone may have left its name long ago, and have nothing to do with this lock. */
function livingHolderBeside(fs: FileSystem, path: string, processes: ProcessTable): Holder | undefined {
  const prefix = `${basename(path)}.`;
  return namesIn(fs, dirname(path))
    .filter((name) => name.startsWith(prefix))
    .map((name) => holderIn(Buffer.from(name.slice(prefix.length), 'base64url').toString()))
    .find((holder) => holder !== undefined && !isGone(holder, processes));
}

function isGone({ pid, host, token }: Holder, processes: ProcessTable): boolean {
  if (host !== processes.host) return false;
  // Our own number may have been another's before, as in a restarted container.
  return pid === processes.pid ? !heldHere.has(token) : !processes.isAlive(pid);
}

/**
 * Removes the lock that was `found`, and never one that somebody took meanwhile: a second file, named after the very holder that
 * is passed over, lets one process at a time do it, and who comes late sees another lock. False when somebody else is at it.
 */
function breakLock(fs: FileSystem, path: string, found: Found, clock: Pick<Clock, 'now'>): boolean {
  const claim = `${path}.${holderIn(found.text)?.token ?? 'unfinished'}`;
  if (!createExclusively(fs, claim, '', true)) {
    const claimedAt = fs.statSync(claim, { throwIfNoEntry: false })?.mtimeMs;
    const isLeftOver = claimedAt !== undefined && Math.abs(clock.now() - claimedAt) > HOLDER_PATIENCE_MS;
    if (isLeftOver) removeFile(fs, claim);
    return false;
  }
  try {
    if (readLock(fs, path)?.identity === found.identity) removeFile(fs, path);
    return true;
  } finally {
    removeFile(fs, claim);
  }
}
