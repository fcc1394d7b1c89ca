import { execFileSync } from 'node:child_process';
import { utimesSync, writeFileSync } from 'node:fs';
import { platform } from 'node:process';
import { describe, expect, test } from 'vitest';
import { at, clock, collect, conversation, fileOf, message, openStore, putFile } from './fixture.ts';

const search = (store: ReturnType<typeof openStore>['store'], text: string) =>
  collect(store.search(text, new AbortController().signal));

async function withMessages(...contents: string[]) {
  const fixture = openStore();
  const messages = contents.map((content, n) => message(content, { role: n % 2 ? 'assistant' : 'user' }));
  const made = conversation({ messages });
  await fixture.store.create(made);
  return { ...fixture, made };
}

describe('search', () => {
  test('gives the lines that match, with who said them', async () => {
    const { store, made } = await withMessages('A zebra\r\nand a horse\rand ZEBRAS\n', 'No.\nZebra crossing');
    const [hit, ...more] = await search(store, 'zEbRa');
    expect(more).toEqual([]);
    expect(hit?.summary).toMatchObject({ id: made.id, messageCount: 2 });
    expect(hit?.lines).toEqual([
      { role: 'user', text: 'A zebra' },
      { role: 'user', text: 'and ZEBRAS' },
      { role: 'assistant', text: 'Zebra crossing' },
    ]);
  });

  test('gives the last used first', async () => {
    const { store } = openStore();
    for (const age of [2, 9, 4])
      await store.create(conversation({ title: `${age}`, updatedAt: at(age), messages: [message('x')] }));
    expect((await search(store, 'x')).map(({ summary }) => summary.title)).toEqual(['9', '4', '2']);
  });

  test.each([
    ['quotes and backslashes', 'say "C:\\temp"', '"c:\\TEMP"'],
    ['a tab', 'one\ttwo', 'ONE\tTWO'],
    ['control characters', 'bell \u0007 rings', '\u0007 RINGS'],
    ['half a surrogate pair', 'odd \ud83d end', '\ud83d END'],
    ['other scripts', 'Straße nach ΟΔΟΣ, Ünïcode', 'ünÏCODE'],
    ['a sigma that is final in one of them', 'στην οδόσημο, οδοσήμανση', 'ΟΔΟΣ'],
    ['composed and decomposed accents', 'cafe\u0301 au lait', 'CAFÉ AU'],
    ['the other way round', 'caf\u00e9 au lait', 'cafe\u0301 au'],
    ['what only lower-cases to ASCII', '300 \u212a', 'k'],
    ['emoji', 'a 🦓!', '🦓!'],
    ['characters that mean something in a pattern', 'a.*(b)[c]', '.*(B)['],
  ])('finds %s', async (_, content, text) => {
    const { store } = await withMessages(content);
    expect((await search(store, text)).map(({ lines }) => lines)).toEqual([
      [{ role: 'user', text: content }],
    ]);
  });

  test('finds what another program wrote in its own way', async () => {
    const fixture = openStore();
    const json = JSON.stringify(conversation({ messages: [message('TEXT')] }));
    putFile(fixture, 'escaped', json.replace('TEXT', 'Z\\u00e9br\\u0061'));
    putFile(fixture, 'slashes', json.replace('TEXT', '\\/usr\\/lib'));
    expect(await search(fixture.store, 'zébra')).toHaveLength(1);
    expect(await search(fixture.store, '/USR/lib')).toHaveLength(1);
    expect(await search(fixture.store, 'u00e9')).toHaveLength(0);
  });

  test.each([
    ['a name, a title or a model', 'trip'],
    ['the words of the format', 'createdAt'],
    ['an id', 'id0'],
    ['reasoning', 'thinking'],
    ['several lines', 'one\ntwo'],
  ])('does not find %s', async (_, text) => {
    const { store } = openStore();
    const said = message('one\ntwo', { reasoning: 'thinking' });
    await store.create(conversation({ name: 'trip', title: 'trip', model: 'trip', messages: [said] }));
    expect(await search(store, text)).toEqual([]);
  });

  test('passes over what is damaged, says so and goes on', async () => {
    const fixture = await withMessages('Zebra');
    const torn = conversation({ messages: [message('Zebra')], updatedAt: at(9) });
    await fixture.store.create(torn);
    writeFileSync(fileOf(fixture, torn.id), JSON.stringify(torn).slice(0, -1));
    expect((await search(fixture.store, 'zebra')).map(({ summary }) => summary.id)).toEqual([
      fixture.made.id,
    ]);
    expect(fixture.warnings).toEqual([expect.stringContaining('damaged')]);
  });

  test('takes the time of a document without one from its file', async () => {
    const fixture = openStore();
    putFile(
      fixture,
      'timeless',
      JSON.stringify({ version: 1, messages: [{ role: 'user', content: 'Zebra' }] }),
    );
    const seconds = Date.parse(at(0)) / 1000;
    utimesSync(fileOf(fixture, 'timeless'), seconds, seconds);
    expect((await search(fixture.store, 'zebra')).map(({ summary }) => summary.updatedAt)).toEqual([at(0)]);
  });

  test('lets others have their turn', async () => {
    let time = 0;
    const hurried = { ...clock, monotonic: () => (time += 15) };
    const { store } = openStore(undefined, { clock: hurried });
    for (let n = 0; n < 5; n++) await store.create(conversation({ messages: [message('x')] }));
    const order: string[] = [];
    const searching = search(store, 'x').then(() => order.push('found'));
    setImmediate(() => setImmediate(() => order.push('another task')));
    await searching;
    expect(order).toEqual(['another task', 'found']);
  });

  test('ends when it is told to', async () => {
    const { store } = openStore();
    for (let n = 0; n < 5; n++) await store.create(conversation({ messages: [message('x')] }));
    const controller = new AbortController();
    const hits = [];
    for await (const hit of store.search('x', controller.signal)) {
      hits.push(hit);
      controller.abort();
    }
    expect(hits).toHaveLength(1);
  });

  test('reads a message of megabytes', async () => {
    const { store } = await withMessages(`${'word '.repeat(600_000)}\nneedle`);
    expect((await search(store, 'NEEDLE')).map(({ lines }) => lines)).toEqual([
      [{ role: 'user', text: 'needle' }],
    ]);
  });

  test.runIf(platform !== 'win32')('does not wait at a named pipe', async () => {
    const { store, made, ...fixture } = await withMessages('Zebra');
    putFile({ ...fixture, store }, 'pipe', '');
    execFileSync('rm', [fileOf({ ...fixture, store }, 'pipe')]);
    execFileSync('mkfifo', [fileOf({ ...fixture, store }, 'pipe')]);
    expect((await search(store, 'zebra')).map(({ summary }) => summary.id)).toEqual([made.id]);
    await expect(store.load('pipe')).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('not a file'),
    });
  });
});
