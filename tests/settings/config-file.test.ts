import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../src/errors.ts';
import type { WithLock } from '../../src/settings/change-config-file.ts';
import type { ConfigContent } from '../../src/settings/config-content.ts';
import { openConfigFile } from '../../src/settings/config-file.ts';
import { withLock as storeLock } from '../../src/store/lock.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const isPosix = process.platform !== 'win32';
const withLock: WithLock = (path, action) => storeLock(path, {}, action);
const set = (name: string, value: unknown) => (content: ConfigContent) => ({ ...content, [name]: value });

/** A config file of a test; with `bytes` it is there already. */
async function configFile(bytes?: string | Uint8Array) {
  const path = join(tempDir(), 'config', 'config.json');
  if (bytes !== undefined) {
    mkdirSync(dirname(path));
    writeFileSync(path, bytes);
  }
  const stored = (): unknown => JSON.parse(readFileSync(path, 'utf8'));
  return {
    path,
    file: await openConfigFile(path, withLock),
    stored,
    folder: () => readdirSync(dirname(path)),
  };
}

function errorOf(action: () => unknown): CliError {
  try {
    action();
  } catch (error) {
    if (error instanceof CliError) return error;
  }
  throw new Error('no CliError');
}

describe('reading config.json', () => {
  it('finds nothing where there is no file, and makes none', async () => {
    const { file, path } = await configFile();
    expect(file.content()).toEqual({});
    expect(statSync(dirname(path), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('finds nothing in a folder that is a file', async () => {
    const path = join(tempDir(), 'file');
    writeFileSync(path, '');
    expect((await openConfigFile(join(path, 'config.json'), withLock)).content()).toEqual({});
  });

  it('takes a byte order mark', async () => {
    expect((await configFile('\uFEFF{"model": "m"}')).file.content()).toEqual({ model: 'm' });
  });

  it.each([
    ['half a file', '{"apiKey": "sk-hun', 'it ends too early, in line 1'],
    [
      'no closing quote',
      '{\n  "apiKey": "sk-hun,\n  "model": "m"\n}',
      'it is not JSON from line 2, column 21 on',
    ],
    [
      'a comma too many',
      '{\r\n  "model": "é😀", "apiKey": "sk-hun",\r\n}',
      'it is not JSON from line 3, column 1 on',
    ],
    [
      'no quotes',
      '\uFEFF{\n  "model": "é😀", "apiKey": sk-hun\n}',
      'it is not JSON from line 2, column 28 on',
    ],
    ['no end', '{\n  "apiKey": "sk-hun"\n', 'it ends too early, in line 2'],
    ['an empty file', '', 'it is empty'],
    ['a list', '[]', 'it is not a JSON object'],
    ['null', 'null', 'it is not a JSON object'],
    ['text', '"x"', 'it is not a JSON object'],
    ['Latin-1', Buffer.from('{"model": "é"}', 'latin1'), 'it is not UTF-8'],
  ])('refuses %s, says where, and leaves it as it is', async (_, bytes, reason) => {
    const { file, path } = await configFile(bytes);
    const error = errorOf(file.content);
    expect(error).toMatchObject({
      kind: 'usage',
      message: `${path} is damaged: ${reason}`,
      hint: '`ai-chat config edit` opens it, to mend it',
    });
    await expect(file.reload()).rejects.toMatchObject({
      message: error.message,
      hint: '`ai-chat config edit` opens it again, to mend it',
    });
    await expect(file.change(set('model', 'm'))).rejects.toMatchObject({
      message: error.message,
      hint: `${error.hint}; nothing was changed`,
    });
    expect(readFileSync(path)).toEqual(Buffer.from(bytes));
  });

  it('refuses a folder in its place', async () => {
    const path = tempDir();
    expect(errorOf((await openConfigFile(path, withLock)).content).message).toContain('EISDIR');
  });

  it('reads when it is opened, and again when it is told to', async () => {
    const { file, path } = await configFile('{"model": "old"}');
    writeFileSync(path, '{"model": "new"}');
    expect(file.content()).toEqual({ model: 'old' });
    await file.reload();
    expect(file.content()).toEqual({ model: 'new' });
  });
});

describe('changing config.json', () => {
  it('makes folder and file for their owner alone, whatever the umask', async () => {
    const before = process.umask(0);
    try {
      const { file, path, folder } = await configFile();
      await file.change(set('apiKey', 'k'));
      if (isPosix) expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
      if (isPosix) expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(folder()).toEqual(['config.json']);
    } finally {
      process.umask(before);
    }
  });

  it.runIf(isPosix)('closes a file that others could read', async () => {
    const { file, path } = await configFile('{}');
    await file.change(set('apiKey', 'k'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('sees what others wrote in the meantime, and keeps what it does not know', async () => {
    const { file, path, stored } = await configFile('{"model": "old"}');
    const others = { 'a.b': { c: [1, null] }, __internal__: 1, constructor: 'x', model: 'theirs' };
    writeFileSync(path, JSON.stringify(others));
    await file.change(set('timeout', 5));
    expect(stored()).toEqual({ ...others, timeout: 5 });
    expect(file.content()).toEqual({ ...others, timeout: 5 });
  });

  it('takes fields away', async () => {
    const { file, stored } = await configFile('{"a": 1, "b": 2, "__internal__": {"c": 3}}');
    await file.change(({ a: _a, ...others }) => others);
    expect(stored()).toEqual({ b: 2, __internal__: { c: 3 } });
  });

  it('writes nothing where nothing changes', async () => {
    const { file, path } = await configFile();
    await file.change((content) => content);
    expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('reads back any content as it was written', async () => {
    const { file, stored } = await configFile();
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (content) => {
        await file.change(() => content);
        expect(stored()).toEqual(JSON.parse(JSON.stringify(content)));
      }),
      { numRuns: 50 },
    );
  });

  it.runIf(isPosix)('follows a link to where the file is kept', async () => {
    const kept = join(tempDir(), 'kept.json');
    writeFileSync(kept, '{"model": "m"}');
    const { path, file } = await configFile();
    mkdirSync(dirname(path));
    symlinkSync(kept, path);
    await file.change(set('timeout', 5));
    expect(readlinkSync(path)).toBe(kept);
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toEqual({ model: 'm', timeout: 5 });
  });

  it('sweeps up what a killed process left behind', async () => {
    const { file, path, folder, stored } = await configFile('{"model": "m"}');
    const left = join(dirname(path), '.config.json.tmp');
    mkdirSync(left);
    for (const name of ['config.json', 'config.json.tmp-1'])
      writeFileSync(join(left, name), '{"apiKey": "half');
    await file.change(set('timeout', 5));
    expect(folder()).toEqual(['config.json']);
    expect(stored()).toEqual({ model: 'm', timeout: 5 });
  });

  it('says what it can’t write', async () => {
    const file = join(tempDir(), 'file');
    writeFileSync(file, '');
    const path = join(file, 'config.json');
    const change = (await openConfigFile(path, withLock)).change(set('model', 'm'));
    await expect(change).rejects.toMatchObject({ kind: 'usage', message: expect.stringContaining(path) });
  });

  it('puts nothing in place when the lock was lost, and begins again', async () => {
    const { path, stored } = await configFile('{"model": "m"}');
    let turns = 0;
    const losing: WithLock = async (_path, action) => {
      const lost = () => {
        writeFileSync(path, '{"model": "theirs"}');
        throw new Error('lost');
      };
      turns += 1;
      expect(() => action({ confirm: lost })).toThrow('lost');
      expect(stored()).toEqual({ model: 'theirs' });
      turns += 1;
      return action({ confirm: () => {} });
    };
    await (await openConfigFile(path, losing)).change(set('timeout', 5));
    expect(turns).toBe(2);
    expect(stored()).toEqual({ model: 'theirs', timeout: 5 });
  });
});
