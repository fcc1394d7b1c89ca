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
import { writeWholeFile } from '../../src/store/whole-file.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { failing, filesIn } from './fixture.ts';

const isPosix = platform !== 'win32';

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
