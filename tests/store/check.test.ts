import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { describe, expect, test } from 'vitest';
import { machineProcesses } from '../../src/store/processes.ts';
import {
  at,
  conversation,
  encodeConversation,
  type Fixture,
  failing,
  fileOf,
  filesIn,
  message,
  openStore,
  putFile,
} from './fixture.ts';

const long = () =>
  conversation({
    name: 'trip',
    updatedAt: at(9),
    messages: ['one', 'two', 'three'].map((text) => message(text)),
  });
/** Its bytes as far as the third message. */
const half = (document: ReturnType<typeof long>) => {
  const bytes = encodeConversation(document);
  return bytes.subarray(0, bytes.indexOf('three') + 2);
};
const problems = async ({ store }: Fixture, repair: boolean) =>
  (await store.check({ repair })).findings.map(({ problem, state }) => `${problem}: ${state}`);
const asides = ({ dir }: Fixture) =>
  readdirSync(dir)
    .filter((name) => !name.endsWith('.json'))
    .sort();

async function filled() {
  const fixture = openStore();
  const document = long();
  await fixture.store.create(document);
  await fixture.store.create(conversation({ messages: [message('other')] }));
  return { fixture, document };
}

test('a store where all is well has nothing to report and is left as it is', async () => {
  const { fixture } = await filled();
  const before = filesIn(fixture.configDir);
  for (const repair of [false, true])
    expect(await fixture.store.check({ repair })).toEqual({ conversations: 2, messages: 4, findings: [] });
  expect(filesIn(fixture.configDir)).toEqual(before);
});

test('a store that is not there is not made', async () => {
  const { store, configDir } = openStore();
  for (const repair of [false, true])
    expect(await store.check({ repair })).toEqual({ conversations: 0, messages: 0, findings: [] });
  expect(() => filesIn(configDir)).toThrow('ENOENT');
});

describe('a damaged conversation', () => {
  test('is reported and left alone, and recovered when that is asked for', async () => {
    const { fixture, document } = await filled();
    putFile(fixture, document.id, half(document));
    expect(await problems(fixture, false)).toEqual(['damaged: open']);
    expect(readFileSync(fileOf(fixture, document.id))).toEqual(half(document));

    expect(await problems(fixture, true)).toContain('moved aside: mended');
    expect(await fixture.store.load(document.id)).toEqual({
      ...document,
      messages: document.messages.slice(0, 2),
    });
    expect(asides(fixture)).toEqual([expect.stringMatching(`^${document.id}.json.recovered-`)]);
    expect(readFileSync(join(fixture.dir, asides(fixture)[0] ?? ''))).toEqual(half(document));
    expect(await problems(fixture, true)).toEqual([]);
    expect((await fixture.store.list({ limit: 0 })).total).toBe(2);
  });

  test('that was moved aside goes back into the one that goes on from it, or becomes one of its own', async () => {
    for (const goesOn of [true, false]) {
      const { fixture, document } = await filled();
      putFile(fixture, document.id, half(document));
      await fixture.store.list({ limit: 0 });
      const messages = goesOn ? document.messages.slice(0, 1) : [message('begun again')];
      await fixture.store.create({ ...document, messages });
      expect(await problems(fixture, true)).toEqual(['moved aside: mended']);
      const { conversations } = await fixture.store.list({ limit: 0 });
      const counts = conversations.map(({ name, messageCount }) => [name, messageCount]);
      expect(counts).toEqual(
        goesOn
          ? [
              ['trip', 2],
              [null, 1],
            ]
          : expect.arrayContaining([
              ['trip', 1],
              ['trip-2', 2],
            ]),
      );
      expect(await problems(fixture, true)).toEqual([]);
    }
  });

  test.each([
    [
      'with not one whole message is kept, and stays open',
      '{"version":1,"messages":[{"content":"hal',
      'open',
      1,
      'read',
    ],
    [
      'of a newer version stays as it is',
      '{"version":2,"messages":[{"role":"user","content":"x"},',
      'open',
      1,
      'update',
    ],
    ['without anything in it is removed', '\0\0\n', 'mended', 0, 'repair'],
  ])('%s', async (_, content, state, left, remedy) => {
    const { fixture, document } = await filled();
    putFile(fixture, document.id, content);
    for (let n = 0; n < 2; n++) await fixture.store.check({ repair: true });
    putFile(fixture, 'other1', content);
    // What is there already, and what is still to be moved aside: a repair is promised where it mends something.
    const before = filesIn(fixture.configDir);
    const { findings } = await fixture.store.check({ repair: false });
    expect(filesIn(fixture.configDir)).toEqual(before);
    expect(findings).toHaveLength(1 + left);
    for (const finding of findings)
      expect(finding).toMatchObject({ state: 'open', remedy: left === 0 ? 'repair' : remedy });
    expect(await problems(fixture, true)).toContain(`moved aside: ${state}`);
    const contents = asides(fixture).map((name) => readFileSync(join(fixture.dir, name), 'utf8'));
    expect(contents).toEqual(Array(left * 2).fill(content));
  });

  test('is said to be recoverable as far as it is, before anything is written', async () => {
    const { fixture, document } = await filled();
    putFile(fixture, document.id, half(document));
    const look = async () => (await fixture.store.check({ repair: false })).findings;
    const recoverable = { state: 'open', detail: '2 messages can be recovered', remedy: 'repair' };
    expect(await look()).toMatchObject([{ problem: 'damaged', ...recoverable }]);
    await fixture.store.list({ limit: 0 });
    const files = filesIn(fixture.configDir);
    expect(await look()).toMatchObject([{ problem: 'moved aside', ...recoverable }]);
    expect(filesIn(fixture.configDir)).toEqual(files);
    await fixture.store.create(document);
    expect(await look()).toMatchObject([{ detail: '2 messages, there already', remedy: 'repair' }]);
  });

  test('that can not be opened where it was moved aside is said to be so, and the others are looked at', async () => {
    const { fixture, document } = await filled();
    mkdirSync(join(fixture.dir, 'folder.json.damaged-20260102030405'));
    putFile(fixture, document.id, half(document));
    await fixture.store.list({ limit: 0 });
    for (const [repair, state, remedy] of [
      [false, 'open', 'repair'],
      [true, 'mended', undefined],
    ] as const) {
      const { findings } = await fixture.store.check({ repair });
      const folder = findings.find(({ file }) => file.includes('folder'));
      expect(folder).toMatchObject({ problem: 'moved aside', state: 'open', remedy: 'access' });
      expect(folder?.detail).toBe('there is a folder where a file should be');
      const other = findings.find((finding) => finding.problem === 'moved aside' && finding !== folder);
      expect([other?.state, other && 'remedy' in other ? other.remedy : undefined]).toEqual([state, remedy]);
    }
  });

  test('is gone with all others when everything is cleared', async () => {
    const { fixture, document } = await filled();
    putFile(fixture, document.id, half(document));
    await fixture.store.check({ repair: true });
    await fixture.store.clear({});
    expect(filesIn(fixture.configDir)).toEqual([]);
  });

  test('that can not be moved is said to be damaged still', async () => {
    const { fixture, document } = await filled();
    putFile(fixture, document.id, half(document));
    const stuck = openStore(fixture.configDir, { fs: failing('renameSync', 'EACCES') });
    expect(await problems(stuck, true)).toContain('damaged: open');
    expect(readFileSync(fileOf(fixture, document.id))).toEqual(half(document));
  });
});

describe('what a process that was killed left over', () => {
  const leave = async () => {
    const { fixture, document } = await filled();
    const { configDir, dir } = fixture;
    const newer = { ...document, messages: [...document.messages, message('not saved yet')] };
    writeFileSync(join(dir, `.${document.id}.json.abc1.tmp`), encodeConversation(newer));
    writeFileSync(join(dir, '.gone.json.abc2.tmp'), '{"version":1,"mess');
    writeFileSync(join(configDir, '.index.jsonl.abc3.tmp'), 'x');
    writeFileSync(join(configDir, '.input-history.jsonl.abc4.tmp'), 'x');
    const lock = { pid: 2 ** 22 + 1, host: machineProcesses.host, token: 'a1' };
    writeFileSync(join(configDir, 'conversations.lock'), JSON.stringify(lock));
    mkdirSync(join(configDir, '.config.json.tmp'));
    writeFileSync(join(configDir, '.config.json.tmp', 'config.json'), '{}');
    return { fixture, newer };
  };

  test('is reported, and swept when that is asked for; what it held goes into the store', async () => {
    const { fixture, newer } = await leave();
    const files = filesIn(fixture.configDir);
    expect(await problems(fixture, false)).toEqual(Array(6).fill('left over: open'));
    expect(filesIn(fixture.configDir)).toEqual(files);
    expect(await problems(fixture, true)).not.toContainEqual(expect.stringContaining('open'));
    expect(await fixture.store.load(newer.id)).toEqual(newer);
    expect(readdirSync(fixture.configDir).sort()).toEqual(['conversations', 'index.jsonl']);
    expect(asides(fixture)).toEqual([expect.stringContaining('.json.recovered-')]);
    expect(await problems(fixture, false)).toEqual([]);
  });
});

test.runIf(platform !== 'win32')(
  'a pipe among what was moved aside is not waited for, and stays',
  async () => {
    const { fixture } = await filled();
    execFileSync('mkfifo', [join(fixture.dir, 'pipe.json.damaged-20260102030405')]);
    expect(await problems(fixture, true)).toEqual(['moved aside: open']);
    expect(asides(fixture)).toHaveLength(1);
  },
);

test('a file that is larger than any text stays, and stops no check', async () => {
  const { fixture } = await filled();
  const path = join(fixture.dir, 'large.json.damaged-20260102030405');
  writeFileSync(path, '');
  // All of it is a hole.
  truncateSync(path, 5_000_000_000);
  for (const repair of [false, true]) {
    expect((await fixture.store.check({ repair })).findings).toMatchObject([
      { state: 'open', remedy: 'read', detail: 'it is too large' },
    ]);
  }
});

test.runIf(platform !== 'win32')('a link that leads nowhere or in a circle stops nobody', async () => {
  const { fixture } = await filled();
  const all = (await fixture.store.list({ limit: 10 })).conversations.length;
  symlinkSync('circle.json', join(fixture.dir, 'circle.json'));
  symlinkSync('gone.txt', join(fixture.dir, 'nowhere.json'));
  for (const repair of [false, true]) {
    const { findings } = await fixture.store.check({ repair });
    expect(findings.map(({ file, state }) => [file, state])).toContainEqual([
      'conversations/circle.json',
      'open',
    ]);
  }
  expect((await fixture.store.list({ limit: 10 })).conversations).toHaveLength(all);
});

test('a folder that is named like an unfinished write is left, and stops no repair', async () => {
  const { fixture } = await filled();
  mkdirSync(join(fixture.dir, '.x.json.1.tmp'));
  writeFileSync(join(fixture.dir, '.y.json.1.tmp'), '');
  const found = async (repair: boolean) =>
    (await fixture.store.check({ repair })).findings.map((each) =>
      'remedy' in each ? each.remedy : each.state,
    );
  expect((await found(false)).slice(0, 2)).toEqual(['access', 'repair']);
  expect((await found(true)).slice(0, 2)).toEqual(['access', 'mended']);
  expect(await found(false)).toEqual(['access']);
  expect(asides(fixture)).toEqual(['.x.json.1.tmp']);
});

describe('the index', () => {
  test.each([
    ['lacks all', (path: string) => rmSync(path), 2],
    ['lacks one', (path: string) => truncateSync(path, readFileSync(path, 'utf8').indexOf('\n') + 1), 1],
  ])('that %s is made again', async (_, spoil, count) => {
    const { fixture } = await filled();
    spoil(join(fixture.configDir, 'index.jsonl'));
    const { findings } = await fixture.store.check({ repair: false });
    expect(findings).toMatchObject([
      { problem: 'not in the index', state: 'open', detail: expect.stringMatching(`^${count} `) },
    ]);
    expect(await problems(fixture, true)).toEqual(['not in the index: mended']);
    expect(await problems(fixture, false)).toEqual([]);
  });
});

test('what can not be read is reported, and what is newer is fine', async () => {
  const { fixture, document } = await filled();
  renameSync(fileOf(fixture, document.id), join(fixture.configDir, 'kept'));
  mkdirSync(fileOf(fixture, document.id));
  putFile(fixture, 'newer1', '{"version":2}');
  await fixture.store.list({ limit: 0 });
  for (const repair of [true, false])
    expect((await problems(fixture, repair)).sort()).toEqual(['newer version: fine', 'unreadable: open']);
});
