import { beforeEach, describe, expect, it } from 'vitest';
import { ended } from '../safety/window.ts';
import { keepThree, kept, open } from './picker-world.ts';

beforeEach(keepThree);

describe.skipIf(process.platform === 'win32')('deleting for good, on a terminal', () => {
  it('asks before what was picked is deleted', async () => {
    const first = open(['history', 'delete']);
    await first.until('Walk and eat.');
    first.type('\r');
    await first.until('Delete it for good? [y/N]');
    first.type('\r');
    await ended(first);
    expect(kept()).toBe(3);
    const second = open(['history', 'delete']);
    await second.until('Walk and eat.');
    second.type('\r');
    await second.until('Delete it for good? [y/N]');
    second.type('y\r');
    expect((await ended(second)).text).toContain('deleted 1 conversation');
    expect(kept()).toBe(2);
  });

  it('says how many it is about to clear', async () => {
    const all = open(['history', 'clear']);
    await all.until('Delete all 3 conversations for good? [y/N]');
    all.type('\r');
    await ended(all);
    const old = open(['history', 'clear', '--older-than', '1h']);
    await old.until(/Delete \d conversations? older than 1h for good\? \[y\/N\]/);
    old.type('\r');
    await ended(old);
    expect(kept()).toBe(3);
  });
});
