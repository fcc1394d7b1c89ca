import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FileSystem, nodeFileSystem } from '../../src/store/file-system.ts';
import {
  at,
  collect,
  conversation,
  encodeConversation,
  type Fixture,
  failing,
  fileOf,
  message,
  openStore,
  putFile,
  touchLater,
} from './fixture.ts';

/** A store with a conversation `trip` that was cut in half, and a good one. */
async function withTorn(options: { fs?: FileSystem } = {}) {
  const good = openStore();
  const torn = conversation({
    name: 'trip',
    messages: [message('Zebra, whole'), message('zebra, again')],
    updatedAt: at(9),
  });
  const whole = conversation({ messages: [message('Zebra')] });
  await good.store.create(whole);
  await good.store.create(torn);
  const half = encodeConversation(torn).subarray(0, 330);
  writeFileSync(fileOf(good, torn.id), half);
  return { fixture: openStore(good.configDir, options), torn, whole, half };
}

const movedAside = ({ dir }: Fixture) => readdirSync(dir).filter((name) => name.includes('damaged'));
const search = (fixture: Fixture, text: string) =>
  collect(fixture.store.search(text, new AbortController().signal));

describe('a file that was cut in half', () => {
  const discoveries: readonly (readonly [string, (fixture: Fixture, id: string) => Promise<unknown>])[] = [
    ['list', ({ store }) => store.list({ limit: 5 })],
    ['latest', ({ store }) => store.latest(() => true)],
    ['findByName', async ({ store }) => expect(await store.findByName('trip')).toBeUndefined()],
    ['find by name', ({ store }) => expect(store.find('trip')).rejects.toMatchObject({ kind: 'usage' })],
    ['find by id', ({ store }, id) => expect(store.find(id)).rejects.toMatchObject({ kind: 'usage' })],
    [
      'load',
      ({ store }, id) =>
        expect(store.load(id)).rejects.toMatchObject({
          kind: 'usage',
          message: expect.stringContaining('damaged'),
        }),
    ],
    ['search', (fixture) => search(fixture, 'zebra')],
    ['rename', ({ store }, id) => expect(store.rename(id, 'x')).rejects.toMatchObject({ kind: 'usage' })],
    ['openNamed', ({ store }) => store.openNamed('trip', () => conversation())],
  ];

  test.each(discoveries)(
    'is moved aside and reported once by %s; the others go on working',
    async (_, discover) => {
      const { fixture, torn, whole, half } = await withTorn();
      await discover(fixture, torn.id);
      await fixture.store.list({ limit: 0 });

      const [name = '', ...more] = movedAside(fixture);
      expect(more).toEqual([]);
      expect(name).toMatch(new RegExp(`^${torn.id}\\.json\\.damaged-\\d{14}$`));
      expect(readFileSync(join(fixture.dir, name))).toEqual(half);
      expect(fixture.warnings).toEqual([
        `conversation ${torn.id} is damaged, and was moved aside to ${join(fixture.dir, name)}`,
      ]);
      expect(await fixture.store.load(whole.id)).toEqual(whole);
    },
  );

  test('does not take with it what the process that talks in it still knows', async () => {
    const { fixture, torn, half } = await withTorn();
    const said = message('And on.');
    const saved = await fixture.store.update(torn, (current) => ({
      ...current,
      messages: [...current.messages, said],
    }));
    expect(saved.messages).toEqual([...torn.messages, said]);
    expect(await fixture.store.load(torn.id)).toEqual(saved);
    expect(readFileSync(join(fixture.dir, movedAside(fixture)[0] ?? ''))).toEqual(half);
    expect((await fixture.store.list({ limit: 0 })).total).toBe(2);
  });

  test('is never moved over another that was', async () => {
    const { fixture, torn } = await withTorn();
    for (const rest of ['one', 'two', 'three']) {
      putFile(fixture, torn.id, rest);
      await expect(fixture.store.load(torn.id)).rejects.toMatchObject({ kind: 'usage' });
    }
    const contents = movedAside(fixture).map((name) => readFileSync(join(fixture.dir, name), 'utf8'));
    expect(contents.sort()).toEqual(['one', 'three', 'two']);
    expect(fixture.warnings).toHaveLength(3);
  });

  test('is reported once, and stays, where nothing can be moved', async () => {
    const { fixture, torn, whole } = await withTorn({ fs: failing('renameSync', 'EROFS') });
    for (let n = 0; n < 2; n++) {
      const { conversations, unreadable } = await fixture.store.list({ limit: 0 });
      expect(conversations.map(({ id }) => id)).toEqual([whole.id]);
      expect(unreadable).toEqual([{ id: torn.id, reason: 'unreadable' }]);
    }
    await expect(fixture.store.load(torn.id)).rejects.toMatchObject({
      kind: 'usage',
      message: `conversation ${torn.id} is damaged`,
    });
    expect(fixture.warnings).toEqual([
      `conversation ${torn.id} is damaged, and could not be moved aside: the file system is read-only`,
    ]);
  });
});

describe('a conversation of a newer version', () => {
  const NEWER = '{"version":2,"name":"trip","messages":{"kept":"otherwise"}}';

  async function withNewer() {
    const fixture = openStore();
    await fixture.store.create(conversation({ messages: [message('Zebra')] }));
    putFile(fixture, 'newer1', NEWER);
    return fixture;
  }

  test('is left alone and listed as such, however often it is looked at', async () => {
    const fixture = await withNewer();
    for (let n = 0; n < 2; n++) {
      const { total, unreadable } = await fixture.store.list({ limit: 1 });
      expect([total, unreadable]).toEqual([1, [{ id: 'newer1', reason: 'newer version' }]]);
    }
    await fixture.store.create(conversation());
    await search(fixture, 'kept');
    expect((await fixture.store.list({ limit: 1 })).unreadable).toHaveLength(1);
    expect(readFileSync(fileOf(fixture, 'newer1'), 'utf8')).toBe(NEWER);
    expect(fixture.warnings).toEqual([]);
  });

  test('does not make every look at the list write the index again', async () => {
    const { store, configDir } = await withNewer();
    await store.list({ limit: 1 });
    const before = statSync(join(configDir, 'index.jsonl')).ino;
    await store.list({ limit: 1 });
    expect(statSync(join(configDir, 'index.jsonl')).ino).toBe(before);
  });

  test('is a usage error when it is named, and never written', async () => {
    const fixture = await withNewer();
    const { store } = fixture;
    const refusals = [
      store.load('newer1'),
      store.find('newer1'),
      store.find('newe'),
      store.find('trip'),
      store.findByName('trip'),
      store.openNamed('trip', () => conversation()),
      store.create(conversation({ name: 'trip' })),
      store.rename('newer1', 'x'),
      store.update(conversation({ id: 'newer1' }), (current) => ({ ...current, title: 'Overwritten' })),
    ];
    for (const refusal of refusals) {
      await expect(refusal).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining('newer ai-chat'),
      });
    }
    expect(readFileSync(fileOf(fixture, 'newer1'), 'utf8')).toBe(NEWER);
  });
});

describe('a file that can not be read', () => {
  test.each(['EACCES', 'EIO'])('(%s) is listed as such and a usage error when it is named', async (code) => {
    const good = openStore();
    const made = conversation();
    await good.store.create(made);
    const openSync: FileSystem['openSync'] = (path, flags, mode) => {
      if (String(path).endsWith(`${made.id}.json`))
        throw Object.assign(new Error(code), { code, syscall: 'open' });
      return nodeFileSystem.openSync(path, flags, mode);
    };
    const { store } = openStore(good.configDir, { fs: { ...nodeFileSystem, openSync } });
    writeFileSync(join(good.configDir, 'index.jsonl'), '');
    expect((await store.list({ limit: 1 })).unreadable).toEqual([{ id: made.id, reason: 'unreadable' }]);
    for (const refusal of [
      store.load(made.id),
      store.find(made.id),
      store.update(made, (current) => ({ ...current })),
    ]) {
      await expect(refusal).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining("can't be read"),
      });
    }
    expect(await good.store.load(made.id)).toEqual(made);
  });

  test('because it is a folder does not stop the others', async () => {
    const { store, dir } = openStore();
    await store.create(conversation());
    mkdirSync(join(dir, 'folder.json'));
    touchLater(dir);
    expect(await store.list({ limit: 0 })).toMatchObject({
      total: 1,
      unreadable: [{ id: 'folder', reason: 'unreadable' }],
    });
    await expect(store.load('folder')).rejects.toMatchObject({ kind: 'usage' });
  });
});
