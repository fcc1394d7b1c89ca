import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { withLock } from '../../src/store/lock.ts';
import { at, clock, collect, conversation, type Fixture, filesIn, message, openStore } from './fixture.ts';

const all = async ({ store }: Fixture) => (await store.list({ limit: 0 })).conversations;

describe('import', () => {
  const one = conversation({ id: 'aaaa', name: 'trip', messages: [message('Hi')], updatedAt: at(1) });
  const two = { ...conversation({ id: 'bbbb', messages: [message('Ho')], updatedAt: at(2) }), starred: true };

  test.each([
    ['one document', JSON.stringify(one), 1],
    ['a document spread over lines, with a byte order mark', `\ufeff${JSON.stringify(one, null, 2)}\n`, 1],
    ['an array', JSON.stringify([one, two]), 2],
    ['an object with them', JSON.stringify({ exportedAt: at(9), conversations: [one, two] }), 2],
    ['a document a line', `${JSON.stringify(one)}\n\n${JSON.stringify(two)}\r\n`, 2],
    ['none', '[]', 0],
  ])('takes %s', async (_, text, count) => {
    const fixture = openStore();
    const expected = [one, two].slice(0, count);
    const { added, present } = await fixture.store.import(text);
    expect([added.map(({ id }) => id), present]).toEqual([expected.map(({ id }) => id), 0]);
    for (const document of expected) expect(await fixture.store.load(document.id)).toEqual(document);

    expect(await fixture.store.import(text)).toEqual({ added: [], present: count });
    expect(await all(fixture)).toHaveLength(count);
  });

  test('does not make the imported ones the last used, and the index knows them', async () => {
    const fixture = openStore();
    await fixture.store.create(conversation({ title: 'Newest', updatedAt: at(99) }));
    await fixture.store.import(JSON.stringify([one, two]));
    expect((await all(openStore(fixture.configDir))).map(({ updatedAt }) => updatedAt)).toEqual([
      at(99),
      at(2),
      at(1),
    ]);
  });

  test('gives a new id and a numbered name to what would take the place of something else', async () => {
    const fixture = openStore();
    await fixture.store.create(one);
    const other = { ...one, messages: [...one.messages, message('Here it went on')] };
    const { added } = await fixture.store.import(JSON.stringify(other));
    expect(added).toMatchObject([{ name: 'trip-2', messageCount: 2 }]);
    expect(added[0]?.id).not.toBe(one.id);
    expect(await fixture.store.load(one.id)).toEqual(one);
    expect((await fixture.store.load(added[0]?.id ?? '')).messages).toEqual(other.messages);

    expect(await fixture.store.import(JSON.stringify(other))).toEqual({ added: [], present: 1 });
    const third = { ...one, messages: [message('Somewhere else')] };
    expect((await fixture.store.import(JSON.stringify(third))).added).toMatchObject([{ name: 'trip-3' }]);
  });

  test('lets another process in between, however many there are', async () => {
    const elsewhere = { pid: 1, host: 'elsewhere', isAlive: () => true };
    let ticks = 0;
    let other: Promise<number> | undefined;
    const fixture: Fixture = openStore(undefined, {
      // Every conversation takes a whole turn.
      clock: { ...clock, monotonic: () => (ticks += 300) },
      fs: {
        ...nodeFileSystem,
        renameSync(from, to) {
          nodeFileSystem.renameSync(from, to);
          other ??= withLock(fixture.dir, { processes: elsewhere }, () => filesIn(fixture.dir).length);
        },
      },
    });
    const many = Array.from({ length: 20 }, (_, n) => conversation({ messages: [message(`number ${n}`)] }));
    const told: (readonly number[])[] = [];
    const onProgress = (...counts: readonly number[]) => void told.push(counts);
    expect((await fixture.store.import(JSON.stringify(many), onProgress)).added).toHaveLength(20);
    expect(told[0]).toEqual([0, 20]);
    expect(await other).toBeLessThan(20);
  });

  /** A store with `count` conversations of one title, opened anew, and how often its files were asked about since. */
  async function storeOf(count: number, options: Parameters<typeof openStore>[1] = {}) {
    const { store, configDir } = openStore();
    const there = Array.from({ length: count }, (_, n) => conversation({ messages: [message(`No. ${n}`)] }));
    await store.import(JSON.stringify(there));
    const calls = { stat: 0, open: 0 };
    const fs = {
      ...nodeFileSystem,
      statSync: ((...args: Parameters<typeof nodeFileSystem.statSync>) => {
        calls.stat++;
        return nodeFileSystem.statSync(...args);
      }) as typeof nodeFileSystem.statSync,
      openSync: ((...args: Parameters<typeof nodeFileSystem.openSync>) => {
        calls.open++;
        return nodeFileSystem.openSync(...args);
      }) as typeof nodeFileSystem.openSync,
    };
    return { ...openStore(configDir, { ...options, fs }), there, calls };
  }

  test('looks at what is there once, in however many turns it is done', async () => {
    let ticks = 0;
    const everyOneATurn = { ...clock, monotonic: () => (ticks += 300) };
    const { store, calls } = await storeOf(200, { clock: everyOneATurn });
    const more = Array.from({ length: 5 }, (_, n) => conversation({ messages: [message(`more ${n}`)] }));
    expect((await store.import(JSON.stringify(more))).added).toHaveLength(5);
    expect(calls.stat).toBeLessThan(2 * 200);
  });

  test('opens each conversation of the same title once, however many there are', async () => {
    const { store, there, calls } = await storeOf(100);
    const more = Array.from({ length: 20 }, (_, n) => conversation({ messages: [message(`more ${n}`)] }));
    const { added, present } = await store.import(JSON.stringify([...more, ...there]));
    expect([added.length, present]).toEqual([20, 100]);
    expect(calls.open).toBeLessThan(100 * 4);
  });

  test('knows a conversation again that was renamed here', async () => {
    const { store } = openStore();
    await store.create(one);
    await store.rename(one.id, 'journey');
    expect(await store.import(JSON.stringify(one))).toEqual({ added: [], present: 1 });
  });

  test('keeps conversations in which nothing was said apart', async () => {
    const { store } = openStore();
    const blank = [conversation({ id: 'blank1' }), conversation({ id: 'blank2' })];
    const text = JSON.stringify(blank);
    expect((await store.import(text)).added).toHaveLength(2);
    expect(await store.import(text)).toEqual({ added: [], present: 2 });
  });

  test('numbers a long name within its 64 characters', async () => {
    const { store } = openStore();
    const name = 'n'.repeat(64);
    await store.create(conversation({ name }));
    const { added } = await store.import(JSON.stringify({ ...one, name }));
    expect(added[0]?.name).toBe(`${'n'.repeat(62)}-2`);
  });

  test.each(['../../evil', 'a/b', 'a\\b', '', '.', 'x'.repeat(65), 'nul', 'COM1', '-rf', 'é', 7, null])(
    'gives %j, which is no id here, a new one',
    async (id) => {
      const fixture = openStore();
      const { added } = await fixture.store.import(JSON.stringify({ ...one, id }));
      expect(added[0]?.id).toMatch(/^id\d+$/);
      expect(filesIn(fixture.configDir)).toEqual([
        join('conversations', `${added[0]?.id}.json`),
        'index.jsonl',
      ]);
      expect((await fixture.store.import(JSON.stringify({ ...one, id }))).present).toBe(1);
    },
  );

  test.each(['last', '../x', 'two words', 'x'.repeat(65), '\u001b[2J', 7])(
    'lets go of %j, which is no name',
    async (name) => {
      const { store } = openStore();
      expect((await store.import(JSON.stringify({ ...one, name }))).added[0]?.name).toBeNull();
    },
  );

  test.each([
    ['nothing', '', 'not whole JSON'],
    ['no JSON', 'Dear diary', 'not whole JSON'],
    ['an export that was cut in half', JSON.stringify(one, null, 2).slice(0, -30), 'not whole JSON'],
    ['JSON of another kind', '{"messages":[]}', 'it is no conversation'],
    ['one among others', JSON.stringify([one, 7, two]), 'conversation 2 of 3 is no conversation'],
    [
      'a newer version',
      JSON.stringify([one, { ...two, version: 2 }]),
      'conversation 2 of 2 was written by a newer',
    ],
  ])('refuses %s and adds nothing', async (_, text, why) => {
    const { store, configDir } = openStore();
    await expect(store.import(text)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining(why),
    });
    expect(() => filesIn(configDir)).toThrow('ENOENT');
  });

  const long = conversation({
    id: 'cccc',
    name: 'long',
    messages: ['é1', 'é2', 'é3'].map((content) => message(content)),
    updatedAt: at(3),
  });
  const cut = (document: unknown, text: string) => {
    const bytes = Buffer.from(JSON.stringify(document));
    return bytes.subarray(0, bytes.indexOf(text) + 1);
  };
  test.each([
    ['a document that was cut in a character', cut(long, 'é3'), [], 2],
    ['an array that was cut', cut([one, two, long], 'é2'), [one, two], 3],
    ['an object with them that was cut', cut({ at: 1, conversations: [one, long] }, 'é3'), [one], 3],
    ['a list that was cut between two', JSON.stringify([two, one]).slice(0, -1), [two, one], 2],
    ['a document a line, the last one cut', `${JSON.stringify(two)}\n${cut(long, 'é3')}`, [two], 3],
    [
      'a document with a message that is none',
      JSON.stringify({ ...long, messages: [...long.messages.slice(0, 2), { role: 'user' }] }),
      [],
      2,
    ],
  ])('recovers what is whole of %s, once', async (_, data, whole, recovered) => {
    const { store } = openStore();
    const kept = recovered - whole.length;
    const imported = await store.import(data);
    expect(imported.recovered).toBe(recovered);
    expect(imported.added.map(({ id }) => id)).toEqual([
      ...whole.map(({ id }) => id),
      ...(kept > 0 ? ['cccc'] : []),
    ]);
    for (const document of whole) expect(await store.load(document.id)).toEqual(document);
    if (kept > 0)
      expect(await store.load('cccc')).toEqual({ ...long, messages: long.messages.slice(0, kept) });
    expect((await store.import(data)).added).toEqual([]);
  });

  test('adds nothing of a damaged conversation that is there whole', async () => {
    const { store } = openStore();
    await store.create(long);
    expect(await store.import(cut(long, 'é3'))).toMatchObject({ added: [], present: 1, recovered: 2 });
  });

  test('adds many between which others get their turn', async () => {
    let time = 0;
    const hurried = { now: Date.now, monotonic: () => (time += 300), after: () => () => undefined };
    const { store, configDir } = openStore(undefined, { clock: hurried });
    const many = Array.from({ length: 7 }, (_, n) =>
      conversation({ name: 'same', messages: [message(`No. ${n}`)] }),
    );
    const importing = store.import(JSON.stringify(many));
    await openStore(configDir).store.create(conversation({ name: 'meanwhile' }));
    expect((await importing).added.map(({ name }) => name)).toEqual([
      'same',
      'same-2',
      'same-3',
      'same-4',
      'same-5',
      'same-6',
      'same-7',
    ]);
    expect((await store.find('meanwhile')).name).toBe('meanwhile');
    expect(await collect(store.search('No. 6', new AbortController().signal))).toHaveLength(1);
  });
});
