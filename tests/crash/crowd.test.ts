import { readdirSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { conversation, message, openStore } from '../store/fixture.ts';
import { buildWorker } from '../store/processes.ts';
import { strays } from './store-operations.ts';

/** Milliseconds: they all want the same lock, and the disk may be busy. */
const TIME_LIMIT = 180_000;

let work: Awaited<ReturnType<typeof buildWorker>>;
beforeAll(async () => {
  work = await buildWorker();
});

test(
  '20 writers on one conversation and on many, some killed, while others are renamed and deleted',
  async () => {
    const { configDir, dir, store, warnings } = openStore();
    const doomed = Array.from({ length: 12 }, () => conversation({ messages: [message('doomed')] }));
    for (const document of doomed) await store.create(document);

    const talkers = Array.from({ length: 10 }, () => work('talk', configDir, 'x', '12'));
    const beginners = Array.from({ length: 10 }, () => work('begin', configDir, '12'));
    const workers = [...talkers, ...beginners];
    const killed = workers.filter((_, n) => n % 4 === 0);
    const kills = killed.map(({ child, started }) => started.then(() => child.kill('SIGKILL')));

    const [deleted, renamed, cleared] = [doomed.slice(0, 4), doomed.slice(4, 8), doomed.slice(8)];
    for (const [n, { id }] of deleted.entries()) {
      expect(await store.remove([id])).toBe(1);
      expect((await store.rename(renamed[n]?.id ?? '', `name-${n}`)).messages).toHaveLength(1);
    }
    // What the others write is of now, and this is not.
    expect(await store.clear({ olderThan: Date.parse('2026-01-02T00:00:00Z') })).toMatchObject({
      conversations: cleared.length + renamed.length,
    });
    await Promise.all([...kills, ...workers.map(({ ended }) => ended)]);

    const { findings } = await store.check({ repair: true });
    expect(findings.filter(({ state }) => state === 'open')).toEqual([]);
    expect([strays({ configDir }), warnings]).toEqual([[], []]);
    const { conversations, unreadable } = await store.list({ limit: 0 });
    const ids = new Set(conversations.map(({ id }) => id));
    expect(unreadable).toEqual([]);
    expect(doomed.filter(({ id }) => ids.has(id))).toEqual([]);
    expect(beginners.flatMap(({ said }) => said).filter((id) => !ids.has(id))).toEqual([]);
    const { messages } = await store.load((await store.find('x')).id);
    const found = new Set(messages.map(({ id }) => id));
    expect(talkers.flatMap(({ said }) => said).filter((id) => !found.has(id))).toEqual([]);
    expect(readdirSync(dir).filter((name) => !/\.json$|\.json\.recovered-/.test(name))).toEqual([]);
    expect(await openStore(configDir).store.check({ repair: false })).toMatchObject({ findings: [] });
  },
  TIME_LIMIT,
);
