import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer } from '../helpers/fake-server.ts';
import { run } from '../helpers/run.ts';
import { serve } from '../helpers/talk.ts';
import { contentsOf, makeWorld, reopen, strays } from './store-operations.ts';

let disk = '';
let isMounted = false;

beforeAll(() => {
  disk = mkdtempSync(join(tmpdir(), 'ai-chat-disk-'));
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return;
  isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]).status === 0;
});

afterAll(() => {
  if (isMounted) spawnSync('umount', [disk]);
  rmdirSync(disk);
});

/** Writes until there is no room for a byte; gives what makes room again. */
function fill(): () => void {
  const path = join(disk, 'filler');
  const fd = openSync(path, 'w');
  try {
    for (;;) writeSync(fd, Buffer.alloc(4096));
  } catch {
    closeSync(fd);
  }
  return () => unlinkSync(path);
}

test('a full disk, or one that is read-only, costs nothing that was there, and no answer', async (context) => {
  if (!isMounted) context.skip('it takes root, and the right to mount');
  const world = await makeWorld(join(disk, 'config'));
  const before = await contentsOf(world.fixture);
  const makeRoom = fill();
  const server = await serve(answer('Because.'));
  const env = { ...server.env, AI_CHAT_CONFIG_DIR: world.fixture.configDir };

  expect(await run(['ask', 'Why?'], { env })).toMatchObject({
    code: 0,
    stdout: 'Because.\n',
    stderr: expect.stringContaining('no space is left on the disk'),
  });
  for (const args of [
    ['history', 'rename', 'other1', 'x'],
    ['config', 'set', 'model', 'm'.repeat(100)],
  ])
    expect(await run(args, { env })).toMatchObject({ code: 2, stdout: '' });
  expect(await contentsOf(reopen(world.fixture))).toEqual(before);

  expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0);
  expect(await run(['ask', 'Why?'], { env })).toMatchObject({
    code: 0,
    stdout: 'Because.\n',
    stderr: expect.stringContaining('the file system is read-only'),
  });
  expect(await run(['history', 'rename', 'other1', 'x'], { env })).toMatchObject({ code: 2, stdout: '' });
  expect(await run(['history', 'show', 'other1'], { env })).toMatchObject({ code: 0, stderr: '' });
  expect(spawnSync('mount', ['-o', 'remount,rw', disk]).status).toBe(0);

  makeRoom();
  expect(await run(['history', 'rename', 'other1', 'x'], { env })).toMatchObject({ code: 0 });
  expect(await run(['history', 'check', '--repair'], { env })).toMatchObject({ code: 0 });
  expect(strays(world.fixture)).toEqual([]);
  rmSync(world.fixture.configDir, { recursive: true });
});

test('on a full disk, deleting and clearing make room', async (context) => {
  if (!isMounted) context.skip('it takes root, and the right to mount');
  const { fixture, other, trip } = await makeWorld(join(disk, 'config'));
  const env = { AI_CHAT_CONFIG_DIR: fixture.configDir };
  const makeRoom = fill();
  expect(await run(['history', 'delete', 'old1'], { env })).toMatchObject({ code: 0 });
  expect([...(await contentsOf(reopen(fixture))).keys()].sort()).toEqual([other.id, trip.id].sort());
  makeRoom();
  expect(await run(['history', 'check'], { env })).toMatchObject({ code: 0 });

  const makeRoomAgain = fill();
  expect(await run(['history', 'clear', '--yes'], { env })).toMatchObject({ code: 0 });
  expect((await contentsOf(reopen(fixture))).size).toBe(0);
  makeRoomAgain();
  expect(strays(fixture)).toEqual([]);
});
