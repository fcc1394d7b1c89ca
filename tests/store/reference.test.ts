import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { at, conversation, fileOf, openStore } from './fixture.ts';

async function withSome() {
  const fixture = openStore();
  const made = [
    conversation({ id: 'abcd1111', name: 'trip', updatedAt: at(1) }),
    conversation({ id: 'abcd2222', name: 'recipes', updatedAt: at(3) }),
    conversation({ id: 'wxyz3333', updatedAt: at(2) }),
    conversation({ id: 'other444', name: 'abcd', updatedAt: at(0) }),
  ];
  for (const one of made) await fixture.store.create(one);
  return fixture;
}

describe('a reference', () => {
  test.each([
    ['a name', 'trip', 'abcd1111'],
    ['an id', 'wxyz3333', 'wxyz3333'],
    ['the beginning of an id', 'wxyz', 'wxyz3333'],
    ['what tells it apart', 'abcd2', 'abcd2222'],
    ['a name before an id', 'abcd', 'other444'],
    ['the last used one', 'last', 'abcd2222'],
  ])('may be %s', async (_, reference, id) => {
    const { store } = await withSome();
    expect((await store.find(reference)).id).toBe(id);
  });

  test.each([
    ['that nothing goes by', 'nothing'],
    ['too short to be the beginning of an id', 'wxy'],
    ['to a file outside', '../config'],
    ['with a path in it', 'a/b'],
    ['that is empty', ''],
    ['that is very long', 'x'.repeat(10_000)],
    ['of emoji and NUL', '🦓\0'],
    ['in other letters', 'TRIP'],
  ])('%s is a usage error that leads to the list', async (_, reference) => {
    const { store } = await withSome();
    await expect(store.find(reference)).rejects.toMatchObject({
      kind: 'usage',
      message: `there is no conversation “${reference}”`,
      hint: expect.stringContaining('ai-chat history'),
    });
  });

  test('that is nearly a name hints at it', async () => {
    const { store } = await withSome();
    await expect(store.find('recpies')).rejects.toMatchObject({ hint: expect.stringContaining('“recipes”') });
  });

  test('that fits several ids names them, five at most', async () => {
    const { store } = openStore();
    for (let n = 1; n <= 7; n++) await store.create(conversation({ id: `abcd${n}` }));
    await expect(store.find('abcd')).rejects.toMatchObject({
      kind: 'usage',
      message: '7 conversations begin with “abcd”: abcd1, abcd2, abcd3, abcd4, abcd5, …',
    });
  });

  test('finds a name that was edited into a file, where the index can not know it', async () => {
    const fixture = await withSome();
    const path = fileOf(fixture, 'wxyz3333');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"name": null', '"name": "by-hand"'));
    expect((await fixture.store.find('by-hand')).id).toBe('wxyz3333');
  });

  test('to `last` says what to do while there is none', async () => {
    await expect(openStore().store.find('last')).rejects.toMatchObject({
      kind: 'usage',
      hint: expect.stringContaining('ai-chat chat'),
    });
  });
});

describe('load', () => {
  test.each(['nothing', '../abcd1111', '', '.', 'a'.repeat(300)])('of %j is a usage error', async (id) => {
    const { store } = await withSome();
    await expect(store.load(id)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('there is no'),
    });
  });
});
