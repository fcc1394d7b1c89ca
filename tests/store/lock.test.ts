import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type FileSystem, nodeFileSystem } from '../../src/store/file-system.ts';
import { lockPathOf, takeLock, withLock } from '../../src/store/lock.ts';
import { machineProcesses } from '../../src/store/processes.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { failing, filesIn } from './fixture.ts';
import { buildWorker } from './processes.ts';

const HERE = machineProcesses.host;
const isPosix = process.platform !== 'win32';

/** A clock on which every look takes `step` ms, so that nobody has to wait for real. */
function hurriedClock(step: number) {
  let time = 0;
  return { now: Date.now, monotonic: () => (time += step) };
}

function heldBy(holder: object | string): { readonly path: string; readonly lock: string } {
  const path = join(tempDir(), 'guarded');
  writeFileSync(lockPathOf(path), typeof holder === 'string' ? holder : JSON.stringify(holder));
  return { path, lock: lockPathOf(path) };
}

const nobodyLives = { pid: 1000, host: HERE, isAlive: () => false };
const everybodyLives = { pid: 1000, host: HERE, isAlive: () => true };

describe('a free lock', () => {
  test('is held during the action and gone after it', async () => {
    const path = join(tempDir(), 'guarded');
    const seen = await withLock(path, {}, () => readFileSync(lockPathOf(path), 'utf8'));
    expect(JSON.parse(seen)).toMatchObject({ pid: process.pid, host: HERE });
    expect(filesIn(join(path, '..'))).toEqual([]);
  });

  test('is freed when the action throws', async () => {
    const path = join(tempDir(), 'guarded');
    const action = () => {
      throw new Error('of its own');
    };
    await expect(withLock(path, {}, action)).rejects.toThrow('of its own');
    expect(filesIn(join(path, '..'))).toEqual([]);
  });

  test.runIf(isPosix)('is made for its owner alone, and the folder too', async () => {
    const dir = join(tempDir(), 'new');
    const before = process.umask(0);
    try {
      const mode = await withLock(join(dir, 'guarded'), {}, () => statSync(join(dir, 'guarded.lock')).mode);
      expect(mode & 0o777).toBe(0o600);
      expect(statSync(dir).mode & 0o777).toBe(0o700);
    } finally {
      process.umask(before);
    }
  });
  test('that can not be written is a usage error, and leaves nothing', async () => {
    const path = join(tempDir(), 'guarded');
    const locked = withLock(path, { fs: failing('writeSync', 'EIO') }, () => undefined);
    await expect(locked).rejects.toMatchObject({
      kind: 'usage',
      message: `can't write ${path}: the disk reported an error`,
    });
    expect(filesIn(join(path, '..'))).toEqual([]);
  });
});

describe('on Windows', () => {
  const refusing = (times: number) => {
    let left = times;
    const openSync: FileSystem['openSync'] = (path, flags, mode) => {
      if (left-- > 0) throw Object.assign(new Error('EPERM'), { code: 'EPERM', syscall: 'open' });
      return nodeFileSystem.openSync(path, flags, mode);
    };
    return { ...nodeFileSystem, platform: 'win32' as const, openSync };
  };

  test('a lock that is being deleted is waited for', async () => {
    const path = join(tempDir(), 'guarded');
    expect(await withLock(path, { fs: refusing(6) }, () => 'done')).toBe('done');
  });

  test('a folder where nothing may be written is not', async () => {
    const path = join(tempDir(), 'guarded');
    const refused = withLock(path, { fs: refusing(1000), clock: hurriedClock(300) }, () => 'never');
    await expect(refused).rejects.toMatchObject({
      kind: 'usage',
      message: `can't write ${path}: permission denied`,
    });
  });
});

describe('a lock left by a process that is gone', () => {
  test.each([
    ['that does not run', { pid: 4, host: HERE, token: 'abc' }, nobodyLives],
    ['that had our number', { pid: 1000, host: HERE, token: 'abc' }, everybodyLives],
  ])('%s is passed over at once', async (_, holder, processes) => {
    const { path, lock } = heldBy(holder);
    expect(await withLock(path, { processes, waitMs: 0 }, () => 'done')).toBe('done');
    expect(filesIn(join(lock, '..'))).toEqual([]);
  });

  test.each([
    ['on another machine', { pid: 4, host: 'elsewhere', token: 'abc' }, nobodyLives, 10_000],
    ['that seems to run', { pid: 4, host: HERE, token: 'abc' }, everybodyLives, 10_000],
    ['before it could say who it is', '', nobodyLives, 250],
    ['that nobody understands', '{"pid":-1,"host":7,"token":"../x"}', nobodyLives, 250],
  ])('%s is passed over after a while', async (_, holder, processes, patience) => {
    const { path, lock } = heldBy(holder);
    const before = readFileSync(lock, 'utf8');
    const tooSoon = await takeLock(path, {
      processes,
      clock: hurriedClock(patience / 8),
      waitMs: patience / 2,
    });
    expect(tooSoon).toBeUndefined();
    expect(readFileSync(lock, 'utf8')).toBe(before);

    expect(await withLock(path, { processes, clock: hurriedClock(patience / 4) }, () => 'done')).toBe('done');
    expect(filesIn(join(lock, '..'))).toEqual([]);
  });

  test('is left to another process that is just removing it', async () => {
    const { path, lock } = heldBy({ pid: 4, host: HERE, token: 'abc' });
    writeFileSync(`${lock}.abc`, '');
    expect(await takeLock(path, { processes: nobodyLives, waitMs: 20 })).toBeUndefined();
  });

  test('is removed though another process was killed while it removed it', async () => {
    const { path, lock } = heldBy({ pid: 4, host: HERE, token: 'abc' });
    writeFileSync(`${lock}.abc`, '');
    utimesSync(`${lock}.abc`, new Date(), new Date(Date.now() - 60_000));
    expect(await withLock(path, { processes: nobodyLives }, () => 'done')).toBe('done');
    expect(filesIn(join(lock, '..'))).toEqual([]);
  });
});

describe('a lock that was taken over while its holder stood still', () => {
  test('stops the holder at its confirmation; it does its work again under a lock of its own', async () => {
    const path = join(tempDir(), 'guarded');
    let runs = 0;
    const result = await withLock(path, { processes: nobodyLives }, (lock) => {
      runs++;
      if (runs === 1) writeFileSync(lockPathOf(path), JSON.stringify({ pid: 5, host: HERE, token: 'other' }));
      lock.confirm();
      return runs;
    });
    expect(result).toBe(2);
    expect(filesIn(join(path, '..'))).toEqual([]);
  });

  test('is not removed by the holder that lost it', async () => {
    const path = join(tempDir(), 'guarded');
    const lock = await takeLock(path);
    writeFileSync(lockPathOf(path), 'somebody else');
    lock?.free();
    expect(readFileSync(lockPathOf(path), 'utf8')).toBe('somebody else');
  });
});

describe('a lock held by this process', () => {
  test('is waited for, like any other', async () => {
    const path = join(tempDir(), 'guarded');
    const held = await takeLock(path);
    expect(await takeLock(path, { waitMs: 20 })).toBeUndefined();
    held?.free();
    expect(await withLock(path, { waitMs: 0 }, () => 'done')).toBe('done');
    expect(filesIn(join(path, '..'))).toEqual([]);
  });

  test('is waited for until the signal aborts; then a free one is still taken', async () => {
    const path = join(tempDir(), 'guarded');
    const held = await takeLock(path);
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = withLock(path, { signal }, () => 'never');
    controller.abort();
    await expect(waiting).rejects.toBe(signal.reason);
    await expect(takeLock(path, { signal })).rejects.toBe(signal.reason);
    held?.free();
    expect(await withLock(path, { signal }, () => 'done')).toBe('done');
  });

  test.each([
    [100, 0],
    [200, 1],
  ])('is told of once as it is waited for, at steps of %i ms %i times', async (step, times) => {
    const path = join(tempDir(), 'guarded');
    const held = await takeLock(path);
    const notes: string[] = [];
    const note = (message: string) => void notes.push(message);
    expect(await takeLock(path, { waitMs: step * 8, clock: hurriedClock(step), note })).toBeUndefined();
    held?.free();
    expect(notes).toEqual(Array(times).fill(`waiting for another ai-chat, which keeps ${path} locked`));
  });

  test.each([2, 30])('keeps %i who want it at once apart', async (count) => {
    const path = join(tempDir(), 'guarded');
    const runs: number[] = [];
    const writers = Array.from({ length: count }, (_, n) =>
      withLock(path, {}, (lock) => {
        lock.confirm();
        return runs.push(n);
      }),
    );
    expect((await Promise.all(writers)).sort((a, b) => a - b)).toEqual(runs.map((_, n) => n + 1));
    expect([...runs].sort((a, b) => a - b)).toEqual(writers.map((_, n) => n));
    expect(filesIn(join(path, '..'))).toEqual([]);
  });
});

describe('a lock held by another process', () => {
  let run: Awaited<ReturnType<typeof buildWorker>>;
  beforeAll(async () => {
    run = await buildWorker();
  });

  test('is waited for, then a usage error says so', async () => {
    const dir = join(tempDir(), 'config');
    mkdirSync(dir);
    const path = join(dir, 'conversations');
    const holder = run('stand', dir, path);
    await holder.started;

    const refused = withLock(path, { waitMs: 5 }, () => 'never');
    await expect(refused).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('locked'),
    });
    expect(filesIn(dir)).toEqual(['conversations.lock']);

    expect(await withLock(path, { clock: hurriedClock(4_000) }, () => 'taken over')).toBe('taken over');
    expect(filesIn(dir)).toEqual([]);
    holder.child.kill('SIGKILL');
    await holder.ended;
  });
});
