import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/settings/settings.ts';
import { withLock } from '../../src/store/lock.ts';
import { world } from './world.ts';

const isPosix = process.platform !== 'win32';
const KEY = 'sk-0123456789abcdefWXYZ';
const OPENAI = 'https://api.openai.com';

describe('set', () => {
  it('checks a value, stores it as what it is, and answers with it from then on', async () => {
    const { load, stored } = world({});
    const settings = await load();
    for (const [name, text] of [
      ['temperature', ' 0.5'],
      ['baseUrl', 'https://a.example/v1/chat/completions'],
      ['markdown', 'NEVER'],
      ['systemPrompt', ''],
    ] as const) {
      expect(await settings.set(name, text)).toEqual([]);
    }
    const expected = {
      temperature: 0.5,
      baseUrl: 'https://a.example/v1',
      markdown: 'never',
      systemPrompt: '',
    };
    expect(stored()).toEqual(expected);
    expect(settings.get('temperature')).toEqual({ value: 0.5, source: 'file' });
    expect((await load()).get('systemPrompt')).toEqual({ value: '', source: 'file' });
  });

  it('refuses what is refused elsewhere, and writes nothing', async () => {
    const { load, stored } = world({});
    const settings = await load();
    await expect(settings.set('temperature', 'hot')).rejects.toMatchObject({ kind: 'usage' });
    await expect(settings.set('apiKey', 'ключ')).rejects.toThrow(
      /^apiKey must be printable ASCII without spaces$/,
    );
    await expect(settings.set('colour', 'red')).rejects.toMatchObject({ kind: 'usage' });
    expect(stored()).toBeUndefined();
  });

  it('says when another source comes first', async () => {
    const settings = await world({ env: { OPENAI_MODEL: 'm' }, dotenv: 'AI_CHAT_TIMEOUT=3' }).load();
    expect(await settings.set('model', 'x')).toEqual([
      'model is set in the environment too, which comes first',
    ]);
    expect(await settings.set('timeout', '5')).toEqual(['timeout is set in .env too, which comes first']);
  });

  it('does not touch a damaged file', async () => {
    const { load, configPath } = world({ config: '{"apiKey": "sk-' });
    await expect((await load()).set('model', 'm')).rejects.toThrow(/damaged/);
    expect(readFileSync(configPath, 'utf8')).toBe('{"apiKey": "sk-');
  });
});

describe('set apiKey', () => {
  it('keeps the key for the server in use', async () => {
    const { load, stored } = world({ config: { baseUrl: 'https://file.example/v1' } });
    expect(await (await load()).set('apiKey', KEY)).toEqual([
      'the key is for https://file.example, and is sent to no other',
    ]);
    expect(stored()).toMatchObject({ apiKey: KEY, apiKeyServer: 'https://file.example' });
    await (await load({ baseUrl: 'http://127.0.0.1:1/v1' })).set('apiKey', KEY);
    expect(stored()).toMatchObject({ apiKeyServer: 'http://localhost:1' });
  });

  it('takes the base URL that is in the file when it is written', async () => {
    const { load, stored, writeConfig } = world({ config: {} });
    const settings = await load();
    settings.list();
    writeConfig({ baseUrl: 'https://theirs.example' });
    await settings.set('apiKey', KEY);
    expect(stored()).toMatchObject({ apiKeyServer: 'https://theirs.example' });
  });

  it('does not keep it for a server that .env names, trusted or not', async () => {
    const { load, stored } = world({ dotenv: 'OPENAI_BASE_URL=https://evil.example/v1' });
    const settings = await load();
    for (const act of [async () => {}, () => settings.trust()]) {
      await act();
      expect(await settings.set('apiKey', KEY)).toEqual([
        `the key is for ${OPENAI}, and is sent to no other`,
        'the API key is not sent to https://evil.example, the server in use',
      ]);
      expect(stored()).toMatchObject({ apiKeyServer: OPENAI });
    }
    expect(settings.server()).toMatchObject({ allowed: true, apiKey: null });
  });

  it('needs a base URL that is none, mended first', async () => {
    const { load, stored } = world({ config: { baseUrl: 'garbage' } });
    await expect((await load()).set('apiKey', KEY)).rejects.toThrow(/^baseUrl \(from the config file\)/);
    expect(stored()).toEqual({ baseUrl: 'garbage' });
  });

  it('is undone by unset, server and all', async () => {
    const { load, stored } = world({ config: { model: 'm' } });
    const settings = await load();
    await settings.set('apiKey', KEY);
    expect(await settings.unset('apiKey')).toEqual([]);
    expect(stored()).toEqual({ model: 'm' });
    expect(settings.row('apiKey').value).toBeNull();
  });
});

describe('set baseUrl', () => {
  it('carries no key to the new server, and says so', async () => {
    const settings = await world({ config: { apiKey: KEY } }).load();
    expect(await settings.set('baseUrl', 'https://evil.example')).toEqual([
      'the API key is not sent to https://evil.example, the server in use',
    ]);
    expect(settings.server().allowed).toBe(false);
    expect(await settings.unset('baseUrl')).toEqual([]);
    expect(settings.server()).toMatchObject({ allowed: true, apiKey: KEY });
  });

  it('mends a bad one', async () => {
    const settings = await world({ config: { baseUrl: 5, apiKey: KEY } }).load();
    await settings.set('baseUrl', 'https://a.example');
    expect(settings.server().allowed).toBe(false);
  });
});

describe('trust', () => {
  const dotenv = 'OPENAI_BASE_URL=https://a.example/v1';
  const server = 'https://a.example';

  it('lets this folder’s .env name its server, until it is taken back', async () => {
    const { load, stored, cwd } = world({ dotenv });
    const settings = await load();
    expect(settings.server()).toMatchObject({ allowed: false, needsTrust: { folder: cwd, server } });
    expect(await settings.trust()).toEqual({ folder: cwd, server });
    expect(settings.server()).toMatchObject({ allowed: true, server, apiKey: null });
    expect(stored()).toEqual({ trustedEnvFiles: [{ folder: cwd, server }] });
    expect(await settings.untrust()).toEqual([{ folder: cwd, server }]);
    expect(settings.server().allowed).toBe(false);
    expect(await settings.untrust()).toEqual([]);
  });

  it('is for that server: another one in the same .env is asked about again', async () => {
    const { load, writeDotenv } = world({ dotenv });
    await (await load()).trust();
    writeDotenv('OPENAI_BASE_URL=https://b.example/v1');
    expect((await load()).server().allowed).toBe(false);
    writeDotenv('OPENAI_BASE_URL=https://a.example/other');
    expect((await load()).server().allowed).toBe(true);
  });

  it.runIf(isPosix)('is for that folder, by whatever path one gets there, and for no other', async () => {
    const { load, cwd, env } = world({ dotenv });
    await (await load()).trust();
    const loadIn = (folder: string) =>
      loadSettings(
        { env, cwd: folder, platform: process.platform, homeDir: cwd },
        {},
        {
          warn: () => {},
          withLock: (path, action) => withLock(path, {}, action),
        },
      );
    symlinkSync(cwd, join(cwd, 'link'));
    expect((await loadIn(join(cwd, 'link'))).server().allowed).toBe(true);
    mkdirSync(join(cwd, 'inner'));
    writeFileSync(join(cwd, 'inner', '.env'), dotenv);
    expect((await loadIn(join(cwd, 'inner'))).server().allowed).toBe(false);
  });

  it('needs a server to trust', async () => {
    await expect((await world({}).load()).trust()).rejects.toMatchObject({ kind: 'usage' });
    const garbage = await world({ dotenv: 'OPENAI_BASE_URL=garbage' }).load();
    await expect(garbage.trust()).rejects.toThrow(/OPENAI_BASE_URL in \.env/);
  });
});

describe('config edit', () => {
  it('finds a file of the owner’s own, and is heard of after it', async () => {
    const { load, configPath, stored, writeConfig } = world({});
    const settings = await load();
    expect(await settings.prepareEdit()).toBe(configPath);
    expect(stored()).toEqual({});
    if (isPosix) expect(statSync(configPath).mode & 0o777).toBe(0o600);
    writeConfig({ model: 'edited' });
    await settings.reload();
    expect(settings.get('model').value).toBe('edited');
    writeConfig('{');
    await expect(settings.reload()).rejects.toThrow(/damaged/);
  });

  it('opens a damaged file as it is', async () => {
    const { load, configPath } = world({ config: '{' });
    expect(await (await load()).prepareEdit()).toBe(configPath);
    expect(readFileSync(configPath, 'utf8')).toBe('{');
  });
});
