import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { platform, umask } from 'node:process';
import { describe, expect, test } from 'vitest';
import { replaceFile, writeWholeFile } from '../../src/store/atomic-write.ts';
import { type FileSystem, nodeFileSystem } from '../../src/store/file-system.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { failing, filesIn } from './fixture.ts';

const isPosix = platform !== 'win32';

describe('a file that is replaced', () => {
  test('is the old one until all of the new one is written, however little goes at a time', () => {
    const path = join(tempDir(), 'file');
    writeFileSync(path, 'old');
    let seen = '';
    const writeSync = ((fd: number, bytes: Uint8Array, offset: number) =>
      nodeFileSystem.writeSync(fd, bytes, offset, 1)) as FileSystem['writeSync'];
    const confirm = () => {
      seen = readFileSync(path, 'utf8');
    };
    replaceFile(
      { ...nodeFileSystem, writeSync },
      { path, bytes: Buffer.from('new, whole'), flush: true, confirm },
    );
    expect([seen, readFileSync(path, 'utf8')]).toEqual(['old', 'new, whole']);
  });

  test.each(['writeSync', 'fdatasyncSync', 'fstatSync', 'renameSync'] as const)(
    'stays as it was when %s fails',
    (method) => {
      const path = join(tempDir(), 'file');
      writeFileSync(path, 'old');
      expect(() =>
        replaceFile(failing(method, 'EIO'), { path, bytes: Buffer.from('new'), flush: true }),
      ).toThrow('EIO');
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(filesIn(join(path, '..'))).toEqual(['file']);
    },
  );

  test('on Windows waits for who holds it open, but not for ever', () => {
    const path = join(tempDir(), 'file');
    let busy = 3;
    const fs = { ...failing('renameSync', 'EPERM', () => busy-- > 0), platform: 'win32' as const };
    replaceFile(fs, { path, bytes: Buffer.from('new'), flush: true });
    expect(readFileSync(path, 'utf8')).toBe('new');

    busy = Number.POSITIVE_INFINITY;
    expect(() => replaceFile(fs, { path, bytes: Buffer.from('newer'), flush: true })).toThrow('EPERM');
    expect(filesIn(join(path, '..'))).toEqual(['file']);
  });
});

describe('a file that the user named', () => {
  test.runIf(isPosix)('is made as any other program would make it', () => {
    const path = join(tempDir(), 'answer.txt');
    const before = umask(0o022);
    writeWholeFile(path, 'Né');
    umask(before);
    expect(readFileSync(path, 'utf8')).toBe('Né');
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  test.runIf(isPosix)('keeps its permissions, and the link to it', () => {
    const dir = tempDir();
    const [path, link] = [join(dir, 'answer.txt'), join(dir, 'link')];
    writeFileSync(path, 'old');
    chmodSync(path, 0o664);
    symlinkSync('answer.txt', link);
    const before = umask(0o077);
    writeWholeFile(link, 'new');
    umask(before);
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777, readlinkSync(link)]).toEqual([
      'new',
      0o664,
      'answer.txt',
    ]);
  });

  test.runIf(isPosix)('may be a device', () => {
    writeWholeFile('/dev/null', 'gone');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('that can not be written is a usage error and stays as it was', () => {
    const dir = tempDir();
    const path = join(dir, 'answer.txt');
    writeFileSync(path, 'old');
    const full = failing('writeSync', 'ENOSPC');
    expect(() => writeWholeFile(path, 'new', full)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: `can't write ${path}: no space is left on the disk`,
        hint: 'choose another file',
      }),
    );
    expect([readFileSync(path, 'utf8'), filesIn(dir)]).toEqual(['old', ['answer.txt']]);
  });

  test('is not looked for in a folder that is not there, and no folder', () => {
    const dir = tempDir();
    mkdirSync(join(dir, 'folder'));
    expect(() => writeWholeFile(join(dir, 'none', 'answer.txt'), 'new')).toThrow(
      expect.objectContaining({ kind: 'usage' }),
    );
    expect(() => writeWholeFile(join(dir, 'folder'), 'new')).toThrow(
      expect.objectContaining({ kind: 'usage' }),
    );
    expect(filesIn(dir)).toEqual([]);
  });
});
