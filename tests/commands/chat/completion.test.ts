import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { commandCandidates } from '../../../src/commands/chat/completion/commands.ts';
import { hintFor } from '../../../src/commands/chat/completion/completion.ts';
import { nameCandidates } from '../../../src/commands/chat/completion/conversations.ts';
import { pathCandidates } from '../../../src/commands/chat/completion/paths.ts';
import { namedPath } from '../../../src/commands/chat/named-path.ts';
import type { Conversation } from '../../../src/conversation/types.ts';
import { testHome } from '../../helpers/home.ts';

const texts = (candidates: readonly { text: string }[]) => candidates.map(({ text }) => text);

describe('commands', () => {
  it.each([
    ['/re', ['/retry', '/resume ', '/rename ']],
    ['/mdl', ['/model ']],
    ['/rnm', ['/rename ']],
    ['/zz', []],
  ])('for %j offers %j', (typed, offered) => {
    expect(texts(commandCandidates(typed))).toEqual(offered);
  });
});

describe('names for a conversation', () => {
  const of = (name: string | null, title: string) =>
    texts(nameCandidates({ name, title } as Conversation, ''));
  it('are its own, and one made of its title', () => {
    expect(of('trip', 'Three days in São Paulo, please?')).toEqual(['trip', 'three-days-in-sao']);
    expect(of(null, '旅行')).toEqual([]);
    expect(of(null, 'last')).toEqual([]);
  });
});

describe('what is likely to follow', () => {
  const sent = ['what is new?', '/model big', 'what is old?', 'one'];
  it.each([
    ['wh', 'at is old?'],
    ['what is n', 'ew?'],
    ['what is old?', undefined],
    ['w', undefined],
    ['/mo', 'del'],
    ['/model b', 'ig'],
    ['/', undefined],
  ])('%j is %j', (text, hint) => {
    expect(hintFor(text, sent)).toBe(hint);
  });
});

describe.skipIf(process.platform === 'win32')('paths', () => {
  const world = () => {
    const { cwd, home } = testHome();
    return { cwd, homeDir: home, platform: process.platform };
  };
  const offered = async (typed: string) => texts(await pathCandidates(typed, world()));

  beforeEach(() => {
    const { cwd, home } = testHome();
    for (const folder of ['notes', 'notes/deep', "it's"]) mkdirSync(join(cwd, folder));
    for (const file of ['a b.md', 'news.txt', 'Notes.md', 'notes/plan.md', '.hidden', '"odd"', '漢字.txt']) {
      writeFileSync(join(cwd, file), file);
    }
    symlinkSync('notes', join(cwd, 'link'));
    writeFileSync(join(home, 'at home'), '');
  });

  it.each([
    ['', ['\'"odd"', 'a b.md', "it's/", 'link/', 'news.txt', 'notes/', 'Notes.md', '漢字.txt']],
    ['n', ['news.txt', 'notes/']],
    ['N', ['Notes.md']],
    ['notes/', ['notes/deep/', 'notes/plan.md']],
    ['./notes/p', ['./notes/plan.md']],
    ['link/p', ['link/plan.md']],
    ['.', ['.hidden']],
    ['a ', ['a b.md']],
    ['"a ', ['a b.md']],
    ['ntpl', []],
    ['nws', ['news.txt']],
    ['nowhere/', []],
    ['~', ['~/']],
    ['~/at', ['~/at home']],
  ])('for %j are %j', async (typed, expected) => {
    expect((await offered(typed)).sort()).toEqual([...expected].sort());
  });

  it('are read as they are offered', async () => {
    for (const { text, label } of await pathCandidates('', world())) {
      expect(namedPath(text, world())).toBe(join(testHome().cwd, label ?? '', '.').replace(/\/$/, ''));
    }
  });

  it.each([
    ['a b.md', 'a b.md'],
    ['"a b.md"', 'a b.md'],
    ["'a b.md'", 'a b.md'],
    ['a\\ b.md', 'a b.md'],
    ["it's", "it's"],
  ])('%s names the file %s', (written, name) => {
    expect(namedPath(written, world())).toBe(join(testHome().cwd, name));
  });

  it('begin at home with a tilde, unless it is quoted', () => {
    expect(namedPath('~/x', world())).toBe(join(testHome().home, 'x'));
    expect(namedPath('"~/x"', world())).toBe(join(testHome().cwd, '~/x'));
  });
});
