import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replaceFile } from '../../src/store/atomic-write.ts';
import { type FileSystem, nodeFileSystem } from '../../src/store/file-system.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { failing, filesIn } from './fixture.ts';

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
