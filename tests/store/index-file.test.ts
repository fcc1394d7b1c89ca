import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FileSystem, nodeFileSystem } from '../../src/store/file-system.ts';
import {
  at,
  conversation,
  encodeConversation,
  type Fixture,
  fileOf,
  message,
  openStore,
  putFile,
  touchLater,
} from './fixture.ts';

/** The same files, seen by a process that notes which folders and conversations it reads. */
function watched({ configDir }: Fixture): Fixture & { readonly read: string[] } {
  const read: string[] = [];
  const note = (path: unknown) => {
    if (/conversations$|conversations.*\.json$/.test(String(path))) read.push(String(path));
  };
  const readdirSync = (path: string) => {
    note(path);
    return nodeFileSystem.readdirSync(path);
  };
  const openSync: FileSystem['openSync'] = (path, flags, mode) => {
    note(path);
    return nodeFileSystem.openSync(path, flags, mode);
  };
  const fs = { ...nodeFileSystem, openSync, readdirSync: readdirSync as FileSystem['readdirSync'] };
  return { ...openStore(configDir, { fs }), read };
}

async function storeOf(count: number): Promise<Fixture> {
  const fixture = openStore(undefined, { fs: { ...nodeFileSystem, fdatasyncSync: () => undefined } });
  for (let n = 0; n < count; n++)
    await fixture.store.create(conversation({ title: `No. ${n}`, updatedAt: at(n) }));
  return fixture;
}

const titles = async ({ store }: Fixture, limit: number) =>
  (await store.list({ limit })).conversations.map(({ title }) => title);

describe('an index that is up to date', () => {
  test('tells what was used last without a look at the folder or at a conversation', async () => {
    const fixture = await storeOf(30);
    const other = watched(fixture);
    expect(await titles(other, 2)).toEqual(['No. 29', 'No. 28']);
    expect((await other.store.list({ limit: 1 })).total).toBe(30);
    expect((await other.store.latest(({ title }) => title === 'No. 3'))?.updatedAt).toBe(at(3));
    expect(other.read).toEqual([]);
  });

  test('stays so through every operation', async () => {
    const fixture = await storeOf(3);
    const { store } = fixture;
    const made = conversation({ name: 'trip', updatedAt: at(5) });
    await store.create(made);
    await store.update(made, (current) => ({ ...current, updatedAt: at(6), messages: [message('Hi')] }));
    await store.rename(made.id, 'journey');
    await store.remove([made.id]);
    await store.import(JSON.stringify(made));
    await store.clear({ olderThan: Date.parse(at(1)) });
    const other = watched(fixture);
    expect(await titles(other, 5)).toEqual(['Hello', 'No. 2', 'No. 1']);
    expect((await other.store.list({ limit: 1 })).total).toBe(3);
    expect(other.read).toEqual([]);
  });

  test('opens one conversation to find a name, however many there are', async () => {
    const fixture = await storeOf(200);
    const made = conversation({ name: 'trip', updatedAt: at(1) });
    await fixture.store.create(made);
    const other = watched(fixture);
    expect((await other.store.findByName('trip'))?.id).toBe(made.id);
    expect(await other.store.findByName('tri')).toBeUndefined();
    expect(other.read).toEqual([fileOf(fixture, made.id)]);
  });

  test('is not fooled by what was written last and used long ago', async () => {
    const fixture = await storeOf(300);
    await fixture.store.create(conversation({ title: 'Imported', updatedAt: at(-9) }));
    await fixture.store.create(conversation({ title: 'Ahead of time', updatedAt: at(9_999) }));
    await fixture.store.create(conversation({ title: 'In between', updatedAt: at(150.5) }));
    const other = watched(fixture);
    expect(await titles(other, 3)).toEqual(['Ahead of time', 'No. 299', 'No. 298']);
    expect((await titles(other, 302)).slice(-2)).toEqual(['No. 1', 'No. 0']);
    expect((await titles(other, 303)).at(-1)).toBe('Imported');
    expect(other.read).toEqual([]);
  });

  test('takes lines of any length', async () => {
    const fixture = await storeOf(3);
    await fixture.store.create(conversation({ title: 'x'.repeat(1_000_000), updatedAt: at(7) }));
    await fixture.store.create(conversation({ name: 'trip', updatedAt: at(8) }));
    const other = watched(fixture);
    expect((await titles(other, 5)).map((title) => title.length)).toEqual([5, 1_000_000, 5, 5, 5]);
    expect(other.read).toEqual([]);
  });

  test('does not grow with the number of saves', async () => {
    const fixture = await storeOf(2);
    const [last] = (await fixture.store.list({ limit: 1 })).conversations;
    const known = await fixture.store.load(last?.id ?? '');
    for (let n = 0; n < 1200; n++)
      await fixture.store.update(known, (current) => ({ ...current, updatedAt: at(10 + n) }));
    const lines = readFileSync(join(fixture.configDir, 'index.jsonl'), 'utf8').trim().split('\n');
    expect(lines.length).toBeLessThan(550);
    const other = watched(fixture);
    expect(await titles(other, 5)).toEqual(['No. 1', 'No. 0']);
    expect(other.read).toEqual([]);
  });
});

describe('an index that is not to be trusted', () => {
  const spoilings: readonly (readonly [string, (index: string, text: string) => void])[] = [
    ['deleted', (index) => rmSync(index)],
    ['empty', (index) => writeFileSync(index, '')],
    ['garbage', (index) => writeFileSync(index, Buffer.from([0xff, 0x00, 0x0a, 0x7b]))],
    ['torn', (index, text) => writeFileSync(index, text.slice(0, -20))],
    [
      'torn between lines',
      (index, text) => writeFileSync(index, text.split('\n').slice(0, -2).join('\n').concat('\n')),
    ],
    [
      'spoilt in its midst',
      (index, text) => writeFileSync(index, text.split('\n').with(2, '{"id":"x"}').join('\n')),
    ],
  ];

  test.each(spoilings)('%s is made again from the folder', async (_, spoil) => {
    const fixture = await storeOf(5);
    const index = join(fixture.configDir, 'index.jsonl');
    spoil(index, readFileSync(index, 'utf8'));
    const expected = ['No. 4', 'No. 3', 'No. 2', 'No. 1', 'No. 0'];
    expect(await titles(openStore(fixture.configDir), 5)).toEqual(expected);

    const other = watched(fixture);
    expect(await titles(other, 5)).toEqual(expected);
    expect(other.read).toEqual([]);
  });

  test('with a damaged line in its midst is not shortened as if that line had told nothing', async () => {
    const fixture = await storeOf(2);
    const index = join(fixture.configDir, 'index.jsonl');
    const known = conversation({ title: 'Busy' });
    await fixture.store.create(known);
    writeFileSync(index, readFileSync(index, 'utf8').split('\n').with(0, '{').join('\n'));
    const save = (n: number) =>
      fixture.store.update(known, (current) => ({ ...current, updatedAt: at(10 + n) }));
    for (let n = 0; n < 520; n++) await save(n);
    expect(await titles(fixture, 5)).toEqual(['Busy', 'No. 1', 'No. 0']);
  });

  test('is a folder, and the store works without', async () => {
    const fixture = await storeOf(0);
    mkdirSync(join(fixture.configDir, 'index.jsonl'), { recursive: true });
    await fixture.store.create(conversation({ title: 'Still here' }));
    expect(await titles(fixture, 5)).toEqual(['Still here']);
  });
});

describe('what others do in the folder', () => {
  test('a temporary file of a process that was killed is removed by the next save', async () => {
    const fixture = await storeOf(1);
    const left = join(fixture.dir, '.id0001.json.abc123.tmp');
    writeFileSync(left, '{"version":');
    touchLater(fixture.dir);
    await fixture.store.create(conversation());
    expect(existsSync(left)).toBe(false);
  });

  test('a file that is added, replaced or removed counts', async () => {
    const fixture = await storeOf(3);
    putFile(fixture, 'byhand', encodeConversation(conversation({ title: 'By hand', updatedAt: at(1.5) })));
    expect(await titles(fixture, 2)).toEqual(['No. 2', 'By hand']);
    rmSync(fileOf(fixture, 'byhand'));
    touchLater(fixture.dir);
    expect(await titles(fixture, 2)).toEqual(['No. 2', 'No. 1']);
    expect((await fixture.store.list({ limit: 1 })).total).toBe(3);
  });

  test('a file that is edited in place is shown as it is now', async () => {
    const fixture = await storeOf(3);
    const [last] = (await fixture.store.list({ limit: 1 })).conversations;
    const path = fileOf(fixture, last?.id ?? '');
    writeFileSync(path, readFileSync(path, 'utf8').replace('No. 2', 'Number two').replace(at(2), at(0.5)));
    expect(await titles(fixture, 2)).toEqual(['No. 1', 'Number two']);
  });

  test('files that are no conversations are left alone', async () => {
    const fixture = await storeOf(1);
    for (const name of ['notes', '.hidden', '-x', 'a b', 'con', 'x'.repeat(65)])
      putFile(fixture, name, '{"version":1}');
    writeFileSync(join(fixture.dir, 'README.md'), 'Mine');
    touchLater(fixture.dir);
    const { conversations, total, unreadable } = await fixture.store.list({ limit: 0 });
    expect([conversations.length, total, unreadable]).toEqual([1, 1, []]);
    expect(existsSync(join(fixture.dir, 'README.md'))).toBe(true);
  });

  test('on a file system whose clock ticks in seconds the folder is asked every time', async () => {
    const fixture = await storeOf(2);
    const seconds = Math.floor(statSync(fixture.dir).mtimeMs / 1000);
    utimesSync(fixture.dir, seconds, seconds);
    expect(await titles(fixture, 2)).toEqual(['No. 1', 'No. 0']);
    putFile(fixture, 'byhand', encodeConversation(conversation({ title: 'By hand', updatedAt: at(9) })));
    utimesSync(fixture.dir, seconds, seconds);
    expect(await titles(fixture, 1)).toEqual(['By hand']);
  });
});
