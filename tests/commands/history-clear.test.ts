import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { testHome } from '../helpers/home.ts';
import { run } from '../helpers/run.ts';
import { ended, openScript } from '../helpers/window.ts';
import { keep, keepThree, kept, open } from './picker-world.ts';

beforeEach(keepThree);

describe.skipIf(process.platform === 'win32')('deleting for good, on a terminal', () => {
  it('asks before what was picked is deleted', async () => {
    const first = open(['history', 'delete']);
    await first.until('Walk and eat.');
    first.type('\r');
    await first.until('Delete it for good? [y/N]');
    first.type('\r');
    await ended(first);
    expect(kept()).toBe(3);
    const second = open(['history', 'delete']);
    await second.until('Walk and eat.');
    second.type('\r');
    await second.until('Delete it for good? [y/N]');
    second.type('y\r');
    expect((await ended(second)).text).toContain('ai-chat: deleted ');
    expect(kept()).toBe(2);
  });

  it('says how many it is about to clear', async () => {
    const all = open(['history', 'clear']);
    await all.until('Delete all 3 conversations for good? [y/N]');
    all.type('\r');
    await ended(all);
    const old = open(['history', 'clear', '--older-than', '1h']);
    await old.until('Delete 3 conversations older than 1h for good? [y/N]');
    old.type('\r');
    await ended(old);
    expect(kept()).toBe(3);
  });

  it.each(['>out', '2>err'])('asks where it can be seen: %s', async (redirection) => {
    const screen = openScript(`ai history clear ${redirection}`);
    await screen.until('Delete all 3 conversations for good? [y/N]');
    screen.type('y\r');
    expect([(await ended(screen)).code, kept()]).toEqual([0, 0]);
  });

  it('deletes nothing where it can not be seen to ask', async () => {
    const screen = openScript('ai history clear >out 2>err || cat err');
    const { text } = await ended(screen);
    expect(text).toContain('there is no terminal to ask on whether to delete');
    expect(kept()).toBe(3);
  });

  it('counts what it can not read among all', async () => {
    putFile('conversations/newer1.json', '{"version":2}');
    const screen = open(['history', 'clear']);
    await screen.until('Delete all 4 conversations for good? [y/N]');
    screen.type('y\r');
    const { code, text } = await ended(screen);
    expect([code, kept()]).toEqual([0, 0]);
    expect(text).toContain('deleted 4 conversations');
  });

  it('leaves what it can not tell the age of, and says so', async () => {
    putFile('conversations/newer1.json', '{"version":2}');
    const screen = open(['history', 'clear', '--older-than', '1h']);
    await screen.until('Delete 3 conversations older than 1h for good? [y/N]');
    screen.type('y\r');
    const { code, text } = await ended(screen);
    expect([code, kept()]).toEqual([0, 1]);
    expect(text).toContain('deleted 3 conversations');
    expect(text).toContain("left 1 conversation that can't be read");
    const again = open(['history', 'clear', '--older-than', '1h']);
    const end = await ended(again);
    expect([end.code, end.lines]).toEqual([
      0,
      [
        'ai-chat: there is nothing to delete',
        "ai-chat: left 1 conversation that can't be read, so that its age is not known",
      ],
    ]);
  });

  it('asks about what was typed and about damaged files, too', async () => {
    putFile('conversations/aaaa1111.json', '{');
    putFile('input-history.jsonl', '"typed"\n');
    const screen = open(['history', 'clear']);
    await screen.until(
      /^Delete all 2 conversations, 1 damaged file and the input history for good\?\n\[y\/N\]/m,
    );
    screen.type('y\r');
    expect((await ended(screen)).lines.at(-1)).toBe(
      'ai-chat: deleted 2 conversations, 1 damaged file and the input history',
    );
    putFile('input-history.jsonl', '"typed"\n');
    const again = open(['history', 'clear']);
    await again.until('Delete the input history for good? [y/N]');
    again.type('y\r');
    expect((await ended(again)).lines.at(-1)).toBe('ai-chat: deleted the input history');
    expect(readdirSync(testHome().config, { recursive: true })).toEqual(['conversations']);
  });

  it('asks nothing where there is nothing to delete', async () => {
    expect((await run(['history', 'clear', '-y'])).code).toBe(0);
    for (const args of [[], ['--older-than', '1d'], ['-y']]) {
      const { code, lines } = await ended(open(['history', 'clear', ...args]));
      expect([code, lines]).toEqual([0, ['ai-chat: there is nothing to delete']]);
    }
    expect(await run(['history', 'clear'])).toMatchObject({
      code: 0,
      stderr: 'ai-chat: there is nothing to delete\n',
    });
  });

  it('says what it deleted where another process was quicker', async () => {
    const screen = open(['history', 'clear']);
    await screen.until('Delete all 3 conversations for good? [y/N]');
    rmSync(path('conversations/aaaa1111.json'));
    screen.type('y\r');
    expect((await ended(screen)).lines.at(-1)).toBe('ai-chat: deleted 2 conversations');
    keepThree();
    const late = open(['history', 'clear']);
    await late.until('Delete all 3 conversations for good? [y/N]');
    expect((await run(['history', 'clear', '-y'])).stderr).toBe('ai-chat: deleted 3 conversations\n');
    late.type('y\r');
    expect((await ended(late)).lines.at(-1)).toBe('ai-chat: there is nothing to delete');
  });

  it('asks again where there is more by the time of the answer', async () => {
    const screen = open(['history', 'clear']);
    await screen.until('Delete all 3 conversations for good? [y/N]');
    keep('dddd4444', 4, 'Said meanwhile', 'Yes.');
    screen.type('y\r');
    await screen.until('Delete all 4 conversations for good? [y/N]');
    screen.type('\r');
    const { code, text } = await ended(screen);
    expect([code, kept()]).toEqual([0, 4]);
    expect(text).toContain('nothing was deleted');
  });
});

describe('deleting for good, unasked', () => {
  it('looks into no file, and tells of all that went', async () => {
    putFile('conversations/aaaa1111.json', '{');
    putFile('conversations/bbbb2222.json.damaged-20260102030405', '{');
    putFile('input-history.jsonl', '"typed"\n');
    const { code, stderr } = await run(['history', 'clear', '-y']);
    expect([code, stderr]).toEqual([
      0,
      'ai-chat: deleted 3 conversations, 1 damaged file and the input history\n',
    ]);
    expect(kept()).toBe(0);
  });

  it('leaves a folder among the conversations alone, says so, and deletes the rest', async () => {
    mkdirSync(path('conversations/bbaa.json'));
    putFile('conversations/bbaa.json/mine.txt', 'mine');
    const { code, stderr } = await run(['history', 'clear', '-y']);
    expect([code, stderr]).toEqual([
      0,
      `ai-chat: deleted 3 conversations\n${leftAlone('conversations/bbaa.json')}`,
    ]);
    expect(readFileSync(path('conversations/bbaa.json/mine.txt'), 'utf8')).toBe('mine');
    expect(await run(['history', 'clear', '-y'])).toMatchObject({
      code: 0,
      stderr: `ai-chat: there is nothing to delete\n${leftAlone('conversations/bbaa.json')}`,
    });
  });

  it('leaves folders named as its other files are', async () => {
    const names = ['conversations/bbaa.json.damaged-20260102030405', 'input-history.jsonl'];
    for (const name of names) mkdirSync(path(name));
    mkdirSync(path('conversations/.bbaa.json.1a.tmp'));
    const { code, stderr } = await run(['history', 'clear', '-y']);
    expect([code, stderr]).toEqual([0, `ai-chat: deleted 3 conversations\n${names.map(leftAlone).join('')}`]);
  });

  it.skipIf(process.platform === 'win32')(
    'takes a link to a folder for a file, and removes the link',
    async () => {
      mkdirSync(path('mine'));
      symlinkSync(path('mine'), path('conversations/bbaa.json'));
      const screen = open(['history', 'clear']);
      await screen.until('Delete all 4 conversations for good? [y/N]');
      screen.type('y\r');
      expect((await ended(screen)).lines.at(-1)).toBe('ai-chat: deleted 4 conversations');
      expect([kept(), existsSync(path('mine'))]).toEqual([0, true]);
    },
  );

  it.skipIf(process.platform === 'win32')('does not count a folder where it asks', async () => {
    mkdirSync(path('conversations/bbaa.json'));
    const screen = open(['history', 'clear']);
    await screen.until('Delete all 3 conversations for good? [y/N]');
    screen.type('y\r');
    const { code, text } = await ended(screen);
    expect([code, kept()]).toEqual([0, 1]);
    expect(text).toContain('deleted 3 conversations');
    expect(text).toContain('it is a folder');
  });
});

const leftAlone = (name: string) => `ai-chat: warning: left ${path(name)} alone: it is a folder\n`;

function path(name: string): string {
  return join(testHome().config, ...name.split('/'));
}

function putFile(name: string, content: string): void {
  writeFileSync(path(name), content);
}
