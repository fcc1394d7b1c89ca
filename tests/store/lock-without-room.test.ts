import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { isAbandoned, lockPathOf, takeLock, withLock } from '../../src/store/lock.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { failing, filesIn, openStore } from './fixture.ts';
import { withoutRoomForLocks } from './no-room.ts';
import { buildWorker } from './processes.ts';

const fs = withoutRoomForLocks();
const other = (isAlive: boolean) => ({ pid: 1, host: 'here', isAlive: () => isAlive });
const ours = { pid: 2, host: 'here', isAlive: () => true };

let run: Awaited<ReturnType<typeof buildWorker>>;
beforeAll(async () => {
  run = await buildWorker();
});

/** A clock on which every look takes `step` ms. */
function hurriedClock(step: number) {
  let time = 0;
  return { now: Date.now, monotonic: () => (time += step) };
}

test('a lock that there is no room to write in is held all the same, and leaves nothing', async () => {
  const path = join(tempDir(), 'guarded');
  await withLock(path, { fs }, (lock) => {
    lock.confirm();
    expect(filesIn(join(path, '..'))).toHaveLength(2);
  });
  expect(filesIn(join(path, '..'))).toEqual([]);
});

test('where there is no room for another name either, it is a usage error, and leaves nothing', async () => {
  const path = join(tempDir(), 'guarded');
  const openSync: typeof fs.openSync = (file, flags, mode) =>
    String(file) === lockPathOf(path)
      ? fs.openSync(file, flags, mode)
      : failing('openSync', 'ENOSPC').openSync(file, flags, mode);
  const locked = withLock(path, { fs: { ...fs, openSync } }, () => undefined);
  await expect(locked).rejects.toMatchObject({
    kind: 'usage',
    message: `can't write ${path}: no space is left on the disk`,
  });
  expect(filesIn(join(path, '..'))).toEqual([]);
});

test('its holder is given the patience of any other, and none when it is gone', async () => {
  const path = join(tempDir(), 'guarded');
  const held = await takeLock(path, { fs, processes: ours });
  const soon = { clock: hurriedClock(1_000), waitMs: 8_000 };
  expect(await takeLock(path, { ...soon, processes: other(true) })).toBeUndefined();
  expect(isAbandoned(fs, lockPathOf(path), Date.now() + 60_000, other(true))).toBe(false);
  held?.confirm();

  expect(isAbandoned(fs, lockPathOf(path), Date.now() + 60_000, other(false))).toBe(true);
  const second = await takeLock(path, { ...soon, fs, processes: other(false) });
  second?.confirm();
  expect(() => held?.confirm()).toThrow();
  held?.free();
  second?.confirm();
  second?.free();
  expect(filesIn(join(path, '..'))).toEqual([]);
});

test('one empty lock after the other is not taken for the same, standing still', async () => {
  const path = join(tempDir(), 'guarded');
  let looks = 0;
  const lockPath = lockPathOf(path);
  writeFileSync(lockPath, '');
  const clock = {
    now: Date.now,
    monotonic() {
      // Between any two looks, another process has taken its turn.
      writeFileSync(`${path}.next`, '');
      renameSync(`${path}.next`, lockPath);
      looks += 100;
      return looks;
    },
  };
  expect(await takeLock(path, { clock, waitMs: 1_500, processes: other(true) })).toBeUndefined();
  rmSync(lockPath);
});

test('20 processes at once, none of which has room to write its lock, lose nothing', async () => {
  const { configDir, store } = openStore();
  const workers = Array.from({ length: 20 }, () => run('talk', configDir, 'x', '3', 'no room'));
  expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual(Array(20).fill(0));
  const { messages } = await store.load((await store.find('x')).id);
  expect(messages.map(({ id }) => id).sort()).toEqual(workers.flatMap(({ said }) => said).sort());
  expect(filesIn(configDir).filter((name) => name.includes('.lock'))).toEqual([]);
});
