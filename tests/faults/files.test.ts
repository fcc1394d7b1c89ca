import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { BINARY } from '../helpers/built.ts';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { type RunResult, run, startCommand } from '../helpers/run.ts';
import { saidTo, serve, storedConversations } from '../helpers/talk.ts';
import { readStderr } from './promises.ts';

const isRoot = process.getuid?.() === 0;

const folder = () => join(testHome().config, 'conversations');
/** The file of the conversation with that name. */
function fileOf(name: string): string {
  const found = storedConversations().find((conversation) => conversation.name === name);
  return join(folder(), `${found?.id}.json`);
}
const idOf = (file: string) => file.slice(folder().length + 1, -'.json'.length);
const edit = (file: string, change: (text: string) => string | Uint8Array) =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));

let server: Awaited<ReturnType<typeof serve>>;
const ai = (...args: string[]): Promise<RunResult> => run(args, { env: server.env });
const ask = (name: string, question = 'hi') => ai('ask', '-s', name, question);

/** Two conversations, `broken` and, used last, `well`. */
beforeEach(async () => {
  server = await serve(answer('ok'));
  for (const name of ['broken', 'well']) expect((await ask(name)).code).toBe(0);
});

/** Works with what there is beside the broken file, which is as it was or under another name. */
async function expectOthersWork(bytes: Uint8Array): Promise<void> {
  const more = await ask('well', 'more');
  expect([more.code, more.stdout]).toEqual([0, 'ok\n']);
  const { messages } = storedWell();
  expect(messages.length).toBeGreaterThanOrEqual(4);
  const list = await ai('history', 'list', '--json');
  expect(list.code).toBe(0);
  expect(list.stdout).toContain('"well"');
  const kept = readdirSync(folder()).map((name) => readFileSync(join(folder(), name)));
  expect(kept.some((content) => content.equals(bytes))).toBe(true);
}

const storedWell = () => JSON.parse(readFileSync(join(folder(), `${wellId}.json`), 'utf8'));
let wellId = '';
beforeEach(() => {
  wellId = idOf(fileOf('well'));
});

const DAMAGES: readonly (readonly [string, (text: string) => string | Uint8Array])[] = [
  ['cut in half', (text) => text.slice(0, text.length / 2)],
  [
    'cut within a character',
    (text) => Buffer.from(text.replace('ok', '🙂')).subarray(0, Buffer.from(text).indexOf('ok') + 2),
  ],
  ['empty', () => ''],
  ['blank', () => '\n'],
  ['of zeros, as a power cut leaves them', (text) => Buffer.alloc(text.length)],
  ['of another kind', () => '[]'],
  ['of JSON that is none of it', () => '{"version":1}'],
  ['null', () => 'null'],
  ['with messages that are none', (text) => text.replace(/"messages": \[[\s\S]*\]/, '"messages": {}')],
  ['with a version that is none', (text) => text.replace('"version": 1', '"version": "one"')],
  [
    'not UTF-8',
    (text) =>
      Buffer.concat([Buffer.from(text.slice(0, 50)), Uint8Array.of(0xff), Buffer.from(text.slice(50))]),
  ],
];

describe('a conversation file', () => {
  it.each(DAMAGES)(
    'that is %s is moved aside and reported once, and the others go on working',
    async (_how, damage) => {
      const file = fileOf('broken');
      edit(file, damage);
      const bytes = readFileSync(file);

      const first = await ai('history', 'show', idOf(file));
      expect([first.code, first.stdout]).toEqual([2, '']);
      expect(first.stderr).toMatch(/damaged/);
      expect(existsSync(file)).toBe(false);
      const aside = readdirSync(folder()).filter((name) => !name.endsWith('.json'));
      expect(aside).toEqual([expect.stringMatching(/damaged/)]);

      await expectOthersWork(bytes);
      const later = await ai('history');
      expect([later.code, later.stderr]).toEqual([0, '']);
    },
  );

  it.each([
    ['ask -s', ['ask', '-s', 'broken', 'again']],
    ['ask -c', ['ask', '-c', 'again']],
    ['history list', ['history', 'list']],
    ['history search', ['history', 'search', 'hi']],
    ['chat', ['chat']],
  ])('that is damaged stops nobody: %s', async (_what, args) => {
    const file = fileOf('broken');
    edit(file, (text) => text.slice(0, 100));
    const bytes = readFileSync(file);
    const { code } = await ai(...args);
    expect(code).toBe(0);
    await expectOthersWork(bytes);
  });

  it('of a newer version is left alone: exit 2 when it is named, a note in the list', async () => {
    const file = fileOf('broken');
    edit(file, (text) => text.replace('"version": 1', '"version": 2').replace('"messages"', '"turns"'));
    const bytes = readFileSync(file);
    for (const args of [
      ['history', 'show', idOf(file)],
      ['history', 'rename', idOf(file), 'other'],
      ['chat', '-r', idOf(file)],
      ['ask', '-s', 'broken', 'hi'],
    ]) {
      const result = await ai(...args);
      expect([args, result.code, result.stdout]).toEqual([args, 2, '']);
      expect(readStderr(result).problems).toHaveLength(1);
    }
    const list = await ai('history');
    expect([list.code, list.stdout]).toEqual([0, expect.stringContaining('well')]);
    expect(list.stderr).toMatch(/newer/);
    await expectOthersWork(bytes);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('with fields of a later version keeps them', async () => {
    const file = fileOf('broken');
    edit(file, (text) => {
      const document = JSON.parse(text);
      document.messages[1].score = { stars: 5 };
      return JSON.stringify({ ...document, tags: ['a', { b: null }], pinned: true });
    });
    expect((await ask('broken', 'more')).code).toBe(0);
    expect((await ai('history', 'rename', 'broken', 'kept')).code).toBe(0);
    const document = JSON.parse(readFileSync(file, 'utf8'));
    expect(document).toMatchObject({ name: 'kept', tags: ['a', { b: null }], pinned: true });
    expect(document.messages).toHaveLength(4);
    expect(document.messages[1]).toMatchObject({ content: 'ok', score: { stars: 5 } });
    expect(saidTo(server, server.requests.length - 1).slice(1)).toEqual([
      'user: hi',
      'assistant: ok',
      'user: more',
    ]);
  });

  it.skipIf(isRoot || process.platform === 'win32')(
    'that may not be read is exit 2 and left alone',
    async () => {
      const file = fileOf('broken');
      const bytes = readFileSync(file);
      chmodSync(file, 0);
      const result = await ai('history', 'show', idOf(file));
      expect([result.code, result.stdout]).toEqual([2, '']);
      expect((await ask('well', 'more')).code).toBe(0);
      chmodSync(file, 0o600);
      expect(readFileSync(file).equals(bytes)).toBe(true);
    },
  );

  it('that is a folder is exit 2 and left alone', async () => {
    const file = fileOf('broken');
    renameSync(file, `${file}.was`);
    mkdirSync(file);
    const result = await ai('history', 'show', idOf(file));
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(readStderr(result).problems).toHaveLength(1);
    expect(statSync(file).isDirectory()).toBe(true);
    expect((await ask('well', 'more')).code).toBe(0);
  });
});

describe('the index', () => {
  const index = () => join(testHome().config, 'index.jsonl');
  it.each([
    ['gone', undefined],
    ['empty', ''],
    ['noise', '\0\0{{{\n'],
    ['a line of another kind', '{"id":7}\n[]\nnull\n'],
  ])('is a cache: %s', async (_how, content) => {
    if (content === undefined) renameSync(index(), `${index()}.was`);
    else writeFileSync(index(), content);
    const { code, stdout } = await ai('history', 'list', '--json');
    expect([code, JSON.parse(stdout).map(({ name }: { name: string }) => name)]).toEqual([
      0,
      ['well', 'broken'],
    ]);
    expect((await ask('well', 'more')).code).toBe(0);
    expect(saidTo(server, 2)).toHaveLength(4);
  });
});

describe('config.json', () => {
  it.each([
    ['cut in half', '{"model":"ti'],
    ['empty', ''],
    ['a list', '[]'],
    ['not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['with a bad value', '{"timeout":"soon"}'],
    ['with a value of another type', '{"model":{}}'],
  ])('that is %s is exit 2, asks nobody and is left alone', async (_how, content) => {
    const file = join(testHome().config, 'config.json');
    writeFileSync(file, content, { mode: 0o600 });
    const asked = server.requests.length;
    const result = await ai('ask', 'hi');
    expect([result.code, result.stdout, server.requests.length]).toEqual([2, '', asked]);
    expect(readStderr(result).problems).toHaveLength(1);
    expect(readFileSync(file)).toEqual(Buffer.from(content));
    expect((await ai('history')).code).toBe(0);
  });
});

describe('a config dir', () => {
  const warns = /^ai-chat: warning: this conversation is not saved: .+\nhint: .+\n$/;

  it.each([
    ['a file', (path: string) => writeFileSync(path, 'x', { mode: 0o600 })],
    [
      'a folder with a file where conversations go',
      (path: string) => {
        mkdirSync(path, { mode: 0o700 });
        writeFileSync(join(path, 'conversations'), 'x');
      },
    ],
  ])('that is %s: the answer comes, with a warning', async (_what, make) => {
    const path = join(testHome().home, 'other');
    make(path);
    const env = { ...server.env, AI_CHAT_CONFIG_DIR: path };
    const asked = await run(['ask', 'hi'], { env });
    expect([asked.code, asked.stdout, asked.stderr]).toEqual([0, 'ok\n', expect.stringMatching(warns)]);
    const chatted = await run(['chat'], { env, input: 'one\ntwo\n' });
    expect([chatted.code, chatted.stdout]).toEqual([0, 'ok\nok\n']);
    expect(chatted.stderr).toMatch(warns);
    expect(saidTo(server, server.requests.length - 1)).toContain('user: one');
  });

  it.skipIf(isRoot || process.platform === 'win32')('that may not be written: the same', async () => {
    const path = join(testHome().home, 'other');
    mkdirSync(path, { mode: 0o500 });
    const asked = await run(['ask', 'hi'], { env: { ...server.env, AI_CHAT_CONFIG_DIR: path } });
    expect([asked.code, asked.stdout, asked.stderr]).toEqual([0, 'ok\n', expect.stringMatching(warns)]);
  });

  it.skipIf(process.platform !== 'linux')('that takes nothing: the same', async () => {
    const env = { ...server.env, AI_CHAT_CONFIG_DIR: '/proc/ai-chat' };
    const asked = await run(['ask', 'hi'], { env });
    expect([asked.code, asked.stdout, asked.stderr]).toEqual([0, 'ok\n', expect.stringMatching(warns)]);
    expect((await run(['config', 'set', 'model', 'x'], { env })).code).toBe(2);
  });
});

it.skipIf(process.platform === 'win32')('a working directory that was deleted is exit 2', async () => {
  const script = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"';
  const command = ['sh', '-c', script, 'sh', process.execPath, BINARY, 'ask', 'hi'];
  const result = await startCommand(command, { env: server.env }).result;
  expect([result.code, result.stdout]).toEqual([2, '']);
  expect(readStderr(result).problems[0]?.line).toMatch(/working directory/);
});
