import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { type RunResult, run } from '../helpers/run.ts';
import { saidTo, serve } from '../helpers/talk.ts';
import { readStderr } from './promises.ts';

const folder = () => join(testHome().config, 'conversations');
const fileOf = (id: string) => join(folder(), `${id}.json`);
const edit = (file: string, change: (text: string) => string | Uint8Array) =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));

let server: Awaited<ReturnType<typeof serve>>;
const ai = (...args: string[]): Promise<RunResult> => run(args, { env: server.env });
const ask = (name: string, question = 'hi') => ai('ask', '-s', name, question);

const BROKEN = 'broken000001';
const WELL = 'well00000001';

/** A conversation of one question and its answer, as ai-chat writes it. */
function write(id: string, name: string, second: number): void {
  const createdAt = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  const [question, reply] = [`${id}q`, `${id}a`];
  const document = {
    version: 1,
    id,
    name,
    title: 'hi',
    kind: 'chat',
    model: 'gpt-4o-mini',
    baseUrl: server.baseUrl,
    systemPrompt: 'You are a helpful assistant.',
    createdAt,
    updatedAt: createdAt,
    messages: [
      { id: question, role: 'user', content: 'hi', createdAt },
      { id: reply, role: 'assistant', content: 'ok', createdAt, replyTo: question, status: 'complete' },
    ],
  };
  writeFileSync(fileOf(id), `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 });
}

beforeEach(async () => {
  server = await serve(answer('ok'));
  mkdirSync(folder(), { recursive: true, mode: 0o700 });
  chmodSync(testHome().config, 0o700);
  write(BROKEN, 'broken', 2);
  write(WELL, 'well', 1);
});

/** Works with what there is beside the broken file, which is as it was or under another name. */
async function expectOthersWork(bytes: Uint8Array): Promise<void> {
  const more = await ask('well', 'more');
  expect([more.code, more.stdout]).toEqual([0, 'ok\n']);
  expect(JSON.parse(readFileSync(fileOf(WELL), 'utf8')).messages.length).toBeGreaterThanOrEqual(4);
  expectKept(bytes);
}

function expectKept(bytes: Uint8Array): void {
  const files = readdirSync(folder()).map((name) => readFileSync(join(folder(), name)));
  expect(files.some((content) => content.equals(bytes))).toBe(true);
}

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
      const file = fileOf(BROKEN);
      edit(file, damage);
      const bytes = readFileSync(file);

      const first = await ai('history', 'show', BROKEN);
      expect([first.code, first.stdout]).toEqual([2, '']);
      expect(first.stderr).toMatch(/damaged/);
      expect(existsSync(file)).toBe(false);
      const aside = readdirSync(folder()).filter((name) => !name.endsWith('.json'));
      expect(aside).toEqual([expect.stringMatching(/damaged/)]);

      expectKept(bytes);
      const later = await ai('history', 'list', '--json');
      expect([later.code, later.stderr]).toEqual([0, '']);
      expect(JSON.parse(later.stdout)).toMatchObject([{ name: 'well' }]);
    },
  );

  it.each([
    ['ask -s', ['ask', '-s', 'broken', 'again']],
    ['ask -c', ['ask', '-c', 'again']],
    ['history list', ['history', 'list']],
    ['history search', ['history', 'search', 'hi']],
    ['chat', ['chat']],
  ])('that is damaged stops nobody: %s', async (_what, args) => {
    const file = fileOf(BROKEN);
    edit(file, (text) => text.slice(0, 100));
    const bytes = readFileSync(file);
    const { code } = await ai(...args);
    expect(code).toBe(0);
    await expectOthersWork(bytes);
  });

  it('of a newer version is left alone: exit 2 when it is named, a note in the list', async () => {
    const file = fileOf(BROKEN);
    edit(file, (text) => text.replace('"version": 1', '"version": 2').replace('"messages"', '"turns"'));
    const bytes = readFileSync(file);
    for (const args of [
      ['history', 'show', BROKEN],
      ['history', 'rename', BROKEN, 'other'],
      ['chat', '-r', BROKEN],
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
    const file = fileOf(BROKEN);
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

  it('that is a folder is exit 2 and left alone', async () => {
    const file = fileOf(BROKEN);
    renameSync(file, `${file}.was`);
    mkdirSync(file);
    const result = await ai('history', 'show', BROKEN);
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
    await ai('history');
    if (content === undefined) rmSync(index());
    else writeFileSync(index(), content);
    const { code, stdout } = await ai('history', 'list', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ name: 'broken' }, { name: 'well' }]);
    expect((await ask('well', 'more')).code).toBe(0);
    expect(saidTo(server, 0)).toHaveLength(4);
  });
});
