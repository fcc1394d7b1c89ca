import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { describe, expect, test } from 'vitest';
import { type FileSystem, nodeFileSystem } from '../../src/store/file-system.ts';
import {
  conversation,
  encodeConversation,
  failing,
  filesIn,
  message,
  openStore,
  putFile,
} from './fixture.ts';

describe('what belongs into a conversation that can not be read', () => {
  const leave = () => {
    const fixture = openStore();
    const document = conversation({ messages: [message('one'), message('two')] });
    const name = `${document.id}.json.damaged-20260102030405`;
    mkdirSync(join(fixture.dir, `${document.id}.json`), { recursive: true });
    writeFileSync(join(fixture.dir, name), encodeConversation(document));
    return { fixture, document, name };
  };

  test('is not said to be nothing, before a repair and in one', async () => {
    const { fixture, name } = leave();
    for (const repair of [false, true]) {
      const { findings } = await fixture.store.check({ repair });
      const aside = findings.find(({ file }) => file.endsWith(name));
      expect(aside).toMatchObject({ problem: 'moved aside', state: 'open', remedy: 'access' });
      expect(aside?.detail).toMatch(/^2 messages for a conversation that can't be read: /);
    }
  });

  test('goes there when that can be read', async () => {
    const { fixture, document } = leave();
    await fixture.store.check({ repair: true });
    rmdirSync(join(fixture.dir, `${document.id}.json`));
    await fixture.store.check({ repair: true });
    expect(await fixture.store.load(document.id)).toEqual(document);
  });
});

describe('an unfinished write that can not be read', () => {
  const found = async ({ store }: ReturnType<typeof openStore>, repair: boolean) =>
    (await store.check({ repair })).findings.map(({ problem, state, detail }) => [problem, state, detail]);
  const withFolder = () => {
    const fixture = openStore();
    mkdirSync(fixture.dir, { recursive: true });
    return fixture;
  };

  test('is kept where the operating system refuses it', async () => {
    const openSync: FileSystem['openSync'] = (path, ...rest) => {
      if (String(path).includes('.refused.json'))
        throw Object.assign(new Error('no'), { code: 'EACCES', syscall: 'open' });
      return nodeFileSystem.openSync(path, ...rest);
    };
    const fixture = openStore(undefined, { fs: { ...nodeFileSystem, openSync } });
    mkdirSync(fixture.dir, { recursive: true });
    writeFileSync(join(fixture.dir, '.refused.json.abc1.tmp'), encodeConversation(conversation()));
    expect(await found(fixture, true)).toContainEqual([
      'left over',
      'mended',
      'an unfinished write, moved aside',
    ]);
  });

  test('is kept where it may hold what is nowhere else', async () => {
    const fixture = withFolder();
    const path = join(fixture.dir, '.large.json.abc1.tmp');
    writeFileSync(path, '');
    // All of it is a hole.
    truncateSync(path, 5_000_000_000);
    expect(await found(fixture, false)).toEqual([['left over', 'open', 'an unfinished write']]);
    expect(await found(fixture, true)).toEqual([
      ['left over', 'mended', 'an unfinished write, moved aside'],
      ['moved aside', 'open', 'it is too large'],
    ]);
    expect(filesIn(fixture.dir)).toEqual([expect.stringMatching(/^large\.json\.damaged-/)]);
  });

  test.runIf(platform !== 'win32')('is swept where it is no file', async () => {
    const fixture = withFolder();
    execFileSync('mkfifo', [join(fixture.dir, '.pipe.json.abc1.tmp')]);
    symlinkSync(fixture.configDir, join(fixture.dir, '.link.json.abc2.tmp'));
    symlinkSync('gone.txt', join(fixture.dir, '.link.json.abc3.tmp'));
    expect(await found(fixture, false)).toEqual(Array(3).fill(['left over', 'open', 'an unfinished write']));
    expect(await found(fixture, true)).toEqual(Array(3).fill(['left over', 'mended', 'an unfinished write']));
    expect(readdirSync(fixture.dir)).toEqual([]);
  });
});

describe('a folder in which nothing may be written', () => {
  const withDamage = (fs: FileSystem) => {
    const fixture = openStore(undefined, { fs });
    const bytes = encodeConversation(conversation({ messages: [message('one')] }));
    putFile(fixture, 'torn1', bytes.subarray(0, -2));
    return fixture;
  };

  test.each(['', 'conversations'])('is told with what could be recovered: config dir, %s', async (name) => {
    const accessSync: FileSystem['accessSync'] = (path, mode) => {
      if (path === join(configDir, name)) failing('accessSync', 'EROFS').accessSync(path, mode);
    };
    const { store, configDir } = withDamage({ ...nodeFileSystem, accessSync });
    const { findings, obstacle } = await store.check({ repair: false });
    expect(findings).toMatchObject([{ detail: '1 message can be recovered' }]);
    expect(obstacle).toBe(`nothing can be written to ${join(configDir, name)}: the file system is read-only`);
  });

  test('is the reason that a repair gives', async () => {
    const { store } = withDamage(failing('renameSync', 'EACCES'));
    const { findings } = await store.check({ repair: true });
    const detail = "it can't be moved aside: permission denied";
    expect(findings).toContainEqual(expect.objectContaining({ detail, state: 'open', remedy: 'access' }));
  });

  test('is none of a check that found nothing to mend', async () => {
    const { store } = openStore(undefined, { fs: failing('accessSync', 'EROFS') });
    await store.create(conversation());
    expect(await store.check({ repair: false })).toMatchObject({ findings: [], obstacle: undefined });
  });
});
