import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform, umask } from 'node:process';
import { afterEach, describe, expect, test } from 'vitest';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import {
  at,
  clock,
  conversation,
  fileOf,
  filesIn,
  message,
  openStore,
  putFile,
  readJson,
} from './fixture.ts';

describe('update', () => {
  test('applies the change to what is on disk, not to what was known', async () => {
    const { store, configDir } = openStore();
    const known = conversation({ messages: [message('one')] });
    await store.create(known);
    const theirs = message('theirs');
    const other = openStore(configDir).store;
    await other.update(known, (current) => ({ ...current, messages: [...current.messages, theirs] }));

    const ours = message('ours');
    const saved = await store.update(known, (current) => ({
      ...current,
      messages: [...current.messages, ours],
    }));
    expect(saved.messages).toEqual([...known.messages, theirs, ours]);
    expect(await other.load(known.id)).toEqual(saved);
  });

  test('waits for another that was begun at once with it', async () => {
    const { store } = openStore();
    const known = conversation();
    const others = [conversation(), conversation()];
    await Promise.all([known, ...others].map((one) => store.create(one)));
    const said = ['one', 'two', 'three', 'four'].map((text) => message(text));
    const add = (added: (typeof said)[0]) =>
      store.update(known, (current) => ({ ...current, messages: [...current.messages, added] }));
    await Promise.all(said.map(add));
    const { messages } = await store.load(known.id);
    expect(messages.map(({ content }) => content).sort()).toEqual(['four', 'one', 'three', 'two']);
    expect((await store.list({ limit: 0 })).total).toBe(3);
  });

  test('begins again when it stood still so long that another process took the lock', async () => {
    const fixture = openStore();
    const known = conversation();
    await fixture.store.create(known);
    const [theirs, ours] = [message('theirs'), message('ours')];
    let isFirst = true;
    const standStill = () => {
      if (!isFirst) return;
      isFirst = false;
      putFile(fixture, known.id, JSON.stringify({ ...known, messages: [theirs] }));
      writeFileSync(
        join(fixture.configDir, 'conversations.lock'),
        '{"pid":999999999,"host":"elsewhere","token":"a"}',
      );
    };
    const fs = { ...nodeFileSystem, fdatasyncSync: standStill };
    let time = 0;
    const hurried = { ...clock, monotonic: () => (time += 3000) };
    const slow = openStore(fixture.configDir, { fs, clock: hurried }).store;
    const saved = await slow.update(known, (current) => ({
      ...current,
      messages: [...current.messages, ours],
    }));
    expect(saved.messages).toEqual([theirs, ours]);
    expect(await fixture.store.load(known.id)).toEqual(saved);
  });

  test('writes nothing when the change gives back what it got', async () => {
    const fixture = openStore();
    const known = conversation();
    await fixture.store.create(known);
    const before = statSync(fileOf(fixture, known.id));
    expect(await fixture.store.update(known, (current) => current)).toEqual(known);
    expect(statSync(fileOf(fixture, known.id)).ino).toBe(before.ino);
  });

  test('keeps unknown fields, of the document and of each message', async () => {
    const fixture = openStore();
    const known = conversation({ messages: [message('one')] });
    const theirs = { ...known, pinned: true, messages: [{ ...known.messages[0], stars: 5 }] };
    putFile(fixture, known.id, JSON.stringify(theirs));
    await fixture.store.update(known, (current) => ({ ...current, title: 'Other' }));
    expect(readJson(fileOf(fixture, known.id))).toEqual({ ...theirs, title: 'Other' });
  });

  test('never writes to another file than its own', async () => {
    const fixture = openStore();
    const known = conversation();
    await fixture.store.create(known);
    await fixture.store.update(known, (current) => ({ ...current, id: '../evil', title: 'Other' }));
    expect(filesIn(fixture.configDir)).toEqual([join('conversations', `${known.id}.json`), 'index.jsonl']);
  });

  test('of a conversation that was deleted begins it anew, without what was deleted', async () => {
    const { store, configDir } = openStore();
    const known = conversation({ name: 'trip', messages: [message('gone')] });
    await store.create(known);
    await openStore(configDir).store.remove([known.id]);
    const said = message('after');
    const saved = await store.update(known, (current) => ({
      ...current,
      messages: [...current.messages, said],
    }));
    // A title is made of what was said, too.
    expect(saved).toEqual({ ...known, title: '', messages: [said] });
    expect((await store.list({ limit: 0 })).total).toBe(1);
  });

  test('of a conversation that was deleted leaves its name to who has taken it', async () => {
    const { store } = openStore();
    const known = conversation({ name: 'trip' });
    await store.create(known);
    await store.remove([known.id]);
    await store.create(conversation({ name: 'trip' }));
    expect((await store.update(known, (current) => ({ ...current }))).name).toBe('trip-2');
  });

  test('gives no conversation the name of another', async () => {
    const { store } = openStore();
    const known = conversation();
    await store.create(known);
    await store.create(conversation({ name: 'trip' }));
    const refused = store.update(known, (current) => ({ ...current, name: 'trip' }));
    await expect(refused).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('“trip”'),
    });
    expect((await store.update(known, (current) => ({ ...current, name: 'other' }))).name).toBe('other');
    expect((await store.find('other')).id).toBe(known.id);
  });
});

describe('create and rename', () => {
  test('refuse an id or a name that is there, and leave it as it is', async () => {
    const { store } = openStore();
    const made = conversation({ name: 'trip', messages: [message('mine')] });
    const other = conversation();
    await store.create(made);
    await store.create(other);
    for (const refused of [
      store.create({ ...made, name: null, messages: [] }),
      store.create(conversation({ name: 'trip' })),
      store.rename(other.id, 'trip'),
    ]) {
      await expect(refused).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining('there already'),
      });
    }
    expect(await store.load(made.id)).toEqual(made);
  });

  test('rename does not make it the last used one', async () => {
    const { store } = openStore();
    const old = conversation({ updatedAt: at(1) });
    await store.create(old);
    await store.create(conversation({ title: 'Newer', updatedAt: at(2) }));
    expect(await store.rename(old.id, 'trip')).toEqual({ ...old, name: 'trip' });
    expect(await store.rename(old.id, 'trip')).toEqual({ ...old, name: 'trip' });
    expect((await store.find('last')).title).toBe('Newer');
    await expect(store.rename('nothing', 'x')).rejects.toMatchObject({ kind: 'usage' });
  });
});

describe('remove', () => {
  test('counts what was there, and never follows a path', async () => {
    const fixture = openStore();
    const made = conversation();
    await fixture.store.create(made);
    writeFileSync(join(fixture.configDir, 'config.json'), '{}');
    expect(await fixture.store.remove(['../config', 'nothing', made.id, made.id])).toBe(1);
    expect(filesIn(fixture.configDir)).toEqual(['config.json', 'index.jsonl']);
  });
});

describe('clear', () => {
  test('leaves nothing of what was said, whatever state it is in', async () => {
    const fixture = openStore();
    const { store, configDir, dir } = fixture;
    const torn = conversation();
    await store.create(torn);
    await store.create(conversation());
    putFile(fixture, torn.id, '{');
    await store.list({ limit: 0 });
    putFile(fixture, 'newer1', '{"version":2}');
    for (const name of ['.abcd.json.xyz.tmp', 'mine.txt']) writeFileSync(join(dir, name), 'text');
    for (const name of [
      'config.json',
      'input-history.jsonl',
      '.input-history.jsonl.1.tmp',
      '.index.jsonl.abc.tmp',
      'conversations.lock.abc',
    ]) {
      writeFileSync(join(configDir, name), 'text');
    }
    expect(await store.clear({})).toEqual({
      conversations: 2,
      damaged: 1,
      typed: 2,
      ageless: 0,
      folders: [],
    });
    expect(filesIn(configDir)).toEqual(['config.json', join('conversations', 'mine.txt')]);
    expect(await store.list({ limit: 0 })).toEqual({ conversations: [], total: 0, unreadable: [] });
  });

  test('with an age takes the older ones alone', async () => {
    const { store, configDir } = openStore();
    for (const age of [1, 5, 3]) await store.create(conversation({ title: `${age}`, updatedAt: at(age) }));
    writeFileSync(join(configDir, 'input-history.jsonl'), 'text');
    expect(await store.clear({ olderThan: Date.parse(at(3)) })).toMatchObject({ conversations: 1 });
    expect(await store.clear({ olderThan: Date.parse(at(3)) })).toMatchObject({ conversations: 0 });
    expect((await store.list({ limit: 0 })).conversations.map(({ title }) => title)).toEqual(['5', '3']);
    expect(filesIn(configDir)).toContain('input-history.jsonl');
  });
});

describe.runIf(platform !== 'win32')('files and folders are private', () => {
  const before = umask();
  afterEach(() => {
    umask(before);
  });

  test.each([0o000, 0o022, 0o077])('under umask %o', async (mask) => {
    umask(mask);
    const { store, configDir, dir } = openStore();
    const made = conversation();
    await store.create(made);
    await store.update(made, (current) => ({ ...current, title: 'Other' }));
    rmSync(join(configDir, 'index.jsonl'));
    await store.list({ limit: 1 });
    const modes = [configDir, dir].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700]);
    for (const name of filesIn(configDir))
      expect([name, statSync(join(configDir, name)).mode & 0o777]).toEqual([name, 0o600]);
  });

  test('but a config dir that is there keeps its mode', async () => {
    const { store, configDir } = openStore();
    mkdirSync(configDir, { mode: 0o755 });
    umask(0);
    await store.create(conversation());
    expect(statSync(configDir).mode & 0o777).toBe(0o755);
  });
});

test('what is large is written and read', async () => {
  const fixture = openStore();
  const made = conversation({ messages: [message('x'.repeat(20_000_000))] });
  await fixture.store.create(made);
  expect(await openStore(fixture.configDir).store.load(made.id)).toEqual(made);
  expect(readFileSync(fileOf(fixture, made.id)).length).toBeGreaterThan(20_000_000);
});
