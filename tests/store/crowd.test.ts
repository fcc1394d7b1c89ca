import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { filesIn, openStore } from './fixture.ts';
import { buildWorker, type Worker } from './processes.ts';

let run: Awaited<ReturnType<typeof buildWorker>>;
beforeAll(async () => {
  run = await buildWorker();
});

const CROWD = 20;
const crowd = (...args: string[]): Worker[] => Array.from({ length: CROWD }, () => run(...args));

test('20 processes at once make one conversation of a name, and all their messages are in it', async () => {
  const { configDir, store } = openStore();
  const workers = crowd('talk', configDir, 'x', '3');
  expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual(Array(CROWD).fill(0));

  const { conversations } = await store.list({ limit: 0 });
  expect(conversations.map(({ name }) => name)).toEqual(['x']);
  const { messages } = await store.load(conversations[0]?.id ?? '');
  expect(messages.map(({ id }) => id).sort()).toEqual(workers.flatMap(({ said }) => said).sort());
  expect(messages).toHaveLength(CROWD * 3);
});

test('what 20 processes begin at once is all there, and in the index', async () => {
  const { configDir, store } = openStore();
  const workers = crowd('begin', configDir, '5');
  await Promise.all(workers.map(({ ended }) => ended));

  const { conversations, total } = await store.list({ limit: 0 });
  expect(conversations.map(({ id }) => id).sort()).toEqual(workers.flatMap(({ said }) => said).sort());
  expect(total).toBe(CROWD * 5);
});

test('a kill in the midst of the crowd loses nothing that was finished, and leaves nothing behind', async () => {
  const { configDir, store, warnings } = openStore();
  const workers = crowd('talk', configDir, 'x', '40');
  const killed = workers.filter((_, n) => n % 3 === 0);
  await Promise.all(killed.map(async ({ child, started }) => started.then(() => child.kill('SIGKILL'))));
  await Promise.all(workers.map(({ ended }) => ended));

  const { messages } = await store.load((await store.find('x')).id);
  const ids = new Set(messages.map(({ id }) => id));
  expect(workers.flatMap(({ said }) => said).filter((id) => !ids.has(id))).toEqual([]);
  // A worker that was killed may have written one message more than it could say.
  const unsaid = ids.size - workers.flatMap(({ said }) => said).length;
  expect(unsaid).toBeLessThanOrEqual(killed.length);
  // Should the last one of all have been killed, its lock lies there until the next writer passes it over.
  await run('talk', configDir, 'x', '1').ended;
  await store.list({ limit: 1 });
  expect(filesIn(configDir)).toEqual([
    join('conversations', filesIn(join(configDir, 'conversations'))[0] ?? ''),
    'index.jsonl',
  ]);
  expect(warnings).toEqual([]);
});

test('the lock of a process that was killed is free at once', async () => {
  const { configDir, store } = openStore();
  mkdirSync(configDir);
  const holder = run('stand', configDir, join(configDir, 'conversations'));
  await holder.started;
  expect(filesIn(configDir)).toEqual(['conversations.lock']);
  holder.child.kill('SIGKILL');
  await holder.ended;

  expect(await store.remove(['none'])).toBe(0);
  expect(filesIn(configDir)).toEqual([]);
});
