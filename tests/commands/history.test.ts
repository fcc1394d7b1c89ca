import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Conversation } from '../../src/conversation/types.ts';
import { testHome } from '../helpers/home.ts';
import { exchange, keepConversation } from '../helpers/keep.ts';
import { run } from '../helpers/run.ts';
import { storedConversations } from '../helpers/talk.ts';

const keep = (id: string, fields: Partial<Conversation> = {}) =>
  keepConversation({
    id,
    kind: 'ask',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    messages: exchange(`Question ${id}`, `Answer ${id}\nSecond line`),
    ...fields,
  });

beforeEach(() => {
  keep('aaaa1111', { name: 'trip', updatedAt: '2026-01-03T00:00:00.000Z' });
  keep('bbbb2222', { updatedAt: '2026-01-04T00:00:00.000Z' });
  keep('bbbb3333', {
    title: 'evil \u001b]0;title\u0007 \u202e\nnext',
    updatedAt: '2026-01-02T00:00:00.000Z',
  });
});

const ids = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t')[0]);

describe('list', () => {
  it('puts the last used first, a line each, names and titles made safe', async () => {
    const { code, stdout } = await run(['history']);
    expect(code).toBe(0);
    expect(ids(stdout)).toEqual(['bbbb2222', 'aaaa1111', 'bbbb3333']);
    expect(stdout.split('\n')[1]).toBe('aaaa1111\ttrip\ttiny\t2\t2026-01-03T00:00:00.000Z');
    expect(stdout.split('\n')[2]).toMatch(/^bbbb3333\tevil ␛]0;title␇ \S+␊next\t/);
  });

  it('shows as many as it is told, and says how many more there are', async () => {
    const { stdout, stderr } = await run(['history', 'list', '-n', '1']);
    expect([ids(stdout), stderr]).toEqual([['bbbb2222'], expect.stringContaining('2 more')]);
    expect(ids((await run(['history', '-n', '0'])).stdout)).toHaveLength(3);
    expect((await run(['history', '-n', 'all'])).code).toBe(2);
  });

  it('gives JSON', async () => {
    const { stdout } = await run(['history', 'list', '--json']);
    expect(JSON.parse(stdout)).toHaveLength(3);
    expect(JSON.parse(stdout)[1]).toEqual({
      id: 'aaaa1111',
      name: 'trip',
      title: 'about aaaa1111',
      kind: 'ask',
      model: 'tiny',
      baseUrl: 'http://localhost:1/v1',
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-03T00:00:00.000Z',
      messages: 2,
    });
  });

  it('leaves a newer version alone, moves a damaged file aside, and works on', async () => {
    const folder = join(testHome().config, 'conversations');
    const newer = JSON.stringify({ version: 99, id: 'cccc4444', surprise: true });
    writeFileSync(join(folder, 'cccc4444.json'), newer);
    writeFileSync(join(folder, 'dddd5555.json'), '{"version":1,"id":"dddd5555","mess');
    const first = await run(['history']);
    expect([first.code, ids(first.stdout).length]).toEqual([0, 3]);
    expect(first.stderr).toContain('cccc4444');
    expect(first.stderr).toContain('dddd5555');
    expect(readFileSync(join(folder, 'cccc4444.json'), 'utf8')).toBe(newer);
    expect(existsSync(join(folder, 'dddd5555.json'))).toBe(false);
    const kept = readdirSync(testHome().config, { recursive: true, encoding: 'utf8' });
    expect(kept.filter((name) => name.includes('dddd5555'))).toHaveLength(1);
    const again = await run(['history']);
    expect(again.stderr).not.toContain('dddd5555');
    expect((await run(['history', 'show', 'cccc4444'])).code).toBe(2);
  });
});

describe('naming a conversation', () => {
  it.each([
    ['its name', 'trip', 'Question aaaa1111'],
    ['its id', 'bbbb2222', 'Question bbbb2222'],
    ['the beginning of its id', 'aaaa', 'Question aaaa1111'],
    ['last', 'last', 'Question bbbb2222'],
  ])('by %s', async (_what, reference, said) => {
    const { code, stdout } = await run(['history', 'show', reference]);
    expect([code, stdout]).toEqual([0, expect.stringContaining(said)]);
  });

  it.each([
    ['what is not there', 'zzzz'],
    ['an ambiguous beginning', 'bbbb'],
    ['too short a beginning', 'aaa'],
    ['a path', '../config'],
  ])('not by %s', async (_what, reference) => {
    const { code, stdout, stderr } = await run(['history', 'show', reference]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ai-chat: error: .+\nhint: .+\n$/);
  });
});

it('searches whatever the case, and gives the matching line', async () => {
  const { stdout } = await run(['history', 'search', 'SECOND', 'line']);
  expect(stdout.trimEnd().split('\n')).toHaveLength(3);
  expect(stdout.split('\n')[1]).toBe('aaaa1111\ttrip\tassistant\tSecond line');
  const json = await run(['history', 'search', '--json', 'question aaaa']);
  expect(JSON.parse(json.stdout)).toMatchObject([
    { id: 'aaaa1111', lines: [{ role: 'user', text: 'Question aaaa1111' }] },
  ]);
  const nothing = await run(['history', 'search', 'nowhere']);
  expect([nothing.code, nothing.stdout]).toEqual([0, '']);
});

describe('export and import', () => {
  it.each(['[]', '{"conversations":[]}'])('says that there is nothing in %s', async (input) => {
    const { code, stdout, stderr } = await run(['history', 'import', '-'], { input });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('no conversations in standard input');
  });

  it('are written as the name of the file ends, unless a format is named', async () => {
    const begins = async (...args: readonly string[]) => {
      expect((await run(['history', 'export', 'trip', '-o', ...args])).code).toBe(0);
      return readFileSync(join(testHome().cwd, args[0] ?? ''), 'utf8').slice(0, 2);
    };
    expect(await begins('a.json')).toBe('{\n');
    expect(await begins('a.HTM')).toBe('<!');
    expect(await begins('a.txt')).toBe('# ');
    expect(await begins('b.json', '--format', 'md')).toBe('# ');
  });

  it('bring a conversation to another machine, once', async () => {
    const { stdout } = await run(['history', 'export', 'trip', '--format', 'json']);
    const elsewhere = { env: { AI_CHAT_CONFIG_DIR: join(testHome().home, 'elsewhere') }, input: stdout };
    expect((await run(['history', 'import', '-'], elsewhere)).code).toBe(0);
    expect((await run(['history', 'import', '-'], elsewhere)).stderr).toContain('there already');
    const listed = await run(['history', '--json'], { env: elsewhere.env });
    expect(JSON.parse(listed.stdout)).toMatchObject([{ id: 'aaaa1111', name: 'trip' }]);
    expect(
      (await run(['history', 'export', 'trip', '--format', 'json'], { env: elsewhere.env })).stdout,
    ).toBe(stdout);
  });

  it('give another id to other content, and a number to a taken name', async () => {
    const other = JSON.parse((await run(['history', 'export', 'trip', '--format', 'json'])).stdout);
    other.messages[0].content = 'something else';
    expect((await run(['history', 'import', '-'], { input: JSON.stringify(other) })).code).toBe(0);
    const all = storedConversations();
    expect(all).toHaveLength(4);
    expect(all.map(({ name }) => name)).toContain('trip-2');
  });

  it('write Markdown to a file', async () => {
    expect((await run(['history', 'export', 'trip', '-o', 'trip.md'])).stdout).toBe('');
    const text = readFileSync(join(testHome().cwd, 'trip.md'), 'utf8');
    expect(text).toContain('# trip\n');
    expect(text).toContain('## You\n\nQuestion aaaa1111\n\n## tiny\n\nAnswer aaaa1111\nSecond line\n');
    expect((await run(['history', 'export', 'trip', '-o', 'no/such/trip.md'])).code).toBe(2);
  });
});

it('shows one blank line behind a question, with the line end of a file or without', async () => {
  const [question, answer] = keep('dddd5555').messages;
  if (!question || !answer) throw new Error('nothing was said');
  for (const end of ['', '\n', '\n\n']) {
    keep('dddd5555', { messages: [{ ...question, content: `a\n\nb${end}` }, answer] });
    const { stdout } = await run(['history', 'show', 'dddd5555']);
    expect(stdout).toContain('\nYou: a\n\nb\n\ntiny:\n');
  }
});

it('renames, to a name that is free and safe', async () => {
  expect((await run(['history', 'rename', 'bbbb2222', 'plan.b'])).code).toBe(0);
  expect((await run(['history', 'show', 'plan.b'])).code).toBe(0);
  for (const name of ['trip', 'last', 'a/b', '']) {
    expect((await run(['history', 'rename', 'plan.b', name])).code).toBe(2);
  }
});

it('deletes what was named, or nothing at all', async () => {
  expect((await run(['history', 'delete', 'trip', 'nowhere'])).code).toBe(2);
  expect(storedConversations()).toHaveLength(3);
  const { code, stderr } = await run(['history', 'delete', 'trip', 'bbbb2222', 'aaaa1111']);
  expect([code, stderr]).toEqual([0, 'ai-chat: deleted 2 conversations\n']);
  expect(storedConversations().map(({ id }) => id)).toEqual(['bbbb3333']);
  expect((await run(['history', 'delete', 'last'])).stderr).toMatch(
    /^ai-chat: deleted evil .+ \(bbbb3333\)\n$/,
  );
});

it('clears what is old, then everything, and says how many went', async () => {
  keep('eeee6666', { updatedAt: new Date().toISOString() });
  expect((await run(['history', 'clear', '--older-than', '30'])).code).toBe(2);
  expect((await run(['history', 'clear', '--older-than', '30d'])).stderr).toContain(
    'deleted 3 conversations',
  );
  expect((await run(['history', 'clear', '-y'])).stderr).toContain('deleted 1 conversation\n');
  const left = readdirSync(testHome().config, { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => /eeee|jsonl/.test(name))).toEqual([]);
});
