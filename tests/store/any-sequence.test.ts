import { existsSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { summarize } from '../../src/conversation/document.ts';
import { openStore } from './fixture.ts';
import { byLastUse, isTaken, steps } from './model.ts';
import { type Run, take } from './steps.ts';

test.each([
  ['looked at after every step', true],
  ['looked at when all is done', false],
])('any sequence of operations reads back as it was written: %s', async (_, isWatched) => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const run: Run = { model: new Map(), fixture: openStore(), damaged: 0, reported: 0 };
      for (const step of sequence) {
        // A torn file that nobody has looked at yet would be deleted unseen.
        if (step.do === 'clear') await check(run);
        await take(run, step);
        if (isWatched) await check(run);
      }
      await check(run);
    }),
    { numRuns: 100 },
  );
});

async function check({ model, fixture, damaged, reported }: Run): Promise<void> {
  const { store, warnings } = fixture;
  const expected = byLastUse(model);
  const few = await store.list({ limit: 3 });
  expect(few.conversations).toEqual(expected.slice(0, 3).map(summarize));
  expect(await store.list({ limit: 0 })).toEqual({
    conversations: expected.map(summarize),
    total: model.size,
    unreadable: [],
  });
  expect(await store.latest(({ kind }) => kind === 'chat')).toEqual(
    expected.filter(({ kind }) => kind === 'chat').map(summarize)[0],
  );
  for (const name of ['a', 'b', 'c-2']) {
    const found = await store.findByName(name);
    expect(found?.id === undefined ? undefined : model.get(found.id)?.name).toBe(
      isTaken(model, name) ? name : undefined,
    );
  }
  for (const [id, document] of model) expect(await store.load(id)).toEqual(document);
  expect(reported + warnings.length).toBe(damaged);
  if (existsSync(fixture.dir))
    expect(readdirSync(fixture.dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
}
