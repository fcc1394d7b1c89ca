import { chmodSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../../src/settings/table.ts';
import { world } from './world.ts';

const isPosix = process.platform !== 'win32';
const KEY = 'sk-0123456789abcdefWXYZ';
const OPENAI = 'https://api.openai.com';

describe('get', () => {
  it('takes flag, environment, .env, config file and default, in this order', async () => {
    const given = world({
      env: { OPENAI_MODEL: 'env' },
      dotenv: 'OPENAI_MODEL=dotenv',
      config: { model: 'file' },
    });
    expect((await given.load({ model: 'flag' })).get('model')).toEqual({ value: 'flag', source: 'flag' });
    expect((await given.load()).get('model')).toEqual({ value: 'env', source: 'environment' });
    given.env.OPENAI_MODEL = ' ';
    expect((await given.load()).get('model')).toEqual({ value: 'dotenv', source: '.env' });
    given.writeDotenv('OPENAI_MODEL=');
    expect((await given.load()).get('model')).toEqual({ value: 'file', source: 'file' });
    given.writeConfig({ model: null });
    expect((await given.load()).get('model')).toEqual({ value: 'gpt-4o-mini', source: 'default' });
  });

  it('understands the flags that are no plain values', async () => {
    const { load } = world({ config: { markdown: 'auto', resume: 'always' } });
    expect((await load({ markdown: true })).get('markdown').value).toBe('always');
    expect((await load({ markdown: false })).get('markdown').value).toBe('never');
    expect((await load({ markdown: 'auto' })).get('markdown')).toEqual({ value: 'auto', source: 'flag' });
    expect((await load({ new: true })).get('resume')).toEqual({ value: 'never', source: 'flag' });
    expect((await load({ new: false })).get('resume')).toEqual({ value: 'always', source: 'file' });
  });

  it('takes an empty system prompt for none', async () => {
    const { load } = world({ config: { systemPrompt: '' } });
    expect((await load()).get('systemPrompt')).toEqual({ value: '', source: 'file' });
    expect((await load({ system: '' })).get('systemPrompt')).toEqual({ value: '', source: 'flag' });
  });

  it('throws for the value that is bad, and for no other', async () => {
    const settings = await world({ config: { temperature: 'hot', timeout: '60', model: 'm' } }).load();
    expect(settings.get('timeout').value).toBe(60);
    expect(settings.get('model').value).toBe('m');
    expect(() => settings.get('temperature')).toThrow(/^temperature \(from the config file\)/);
  });

  it('needs no readable config file where flag or environment say enough', async () => {
    const { load } = world({ config: 'damaged', env: { OPENAI_MODEL: 'm' } });
    const settings = await load({ timeout: '5' });
    expect([settings.get('model').value, settings.get('timeout').value]).toEqual(['m', 5]);
    expect(() => settings.get('maxRetries')).toThrow(/is damaged/);
    expect(() => settings.list()).toThrow(/is damaged/);
  });
});

describe('list and row', () => {
  it('show every setting with its source, and the bad ones as bad', async () => {
    const { load } = world({ config: { temperature: 'hot', maxTokens: 5 }, env: { AI_CHAT_TIMEOUT: '9' } });
    const rows = (await load({ markdown: false })).list();
    expect(rows.map(({ name }) => name)).toEqual(SETTING_NAMES);
    const row = (name: string) => rows.find((each) => each.name === name);
    expect(row('timeout')).toMatchObject({ value: 9, source: 'environment', problem: null, note: null });
    expect(row('maxTokens')).toMatchObject({ value: 5, source: 'file' });
    expect(row('markdown')).toMatchObject({ value: 'never', source: 'flag' });
    expect(row('apiKey')).toMatchObject({ value: null, source: 'default' });
    expect(row('temperature')).toMatchObject({ value: null, source: 'file', problem: { kind: 'usage' } });
  });

  it.each([
    [KEY, '…WXYZ'],
    ['0123456789abcdefghij', '…ghij'],
    ['0123456789abcdefghi', '…'],
  ])('mask the key %s as %s', async (key, masked) => {
    const settings = await world({ env: { OPENAI_API_KEY: key } }).load();
    expect(settings.row('apiKey')).toMatchObject({ value: masked, source: 'environment', note: null });
    expect(JSON.stringify(settings.list())).not.toContain(key);
  });

  it('say when the key does not go to the server in use', async () => {
    const stored = { apiKey: KEY, apiKeyServer: OPENAI };
    const settings = await world({ config: { ...stored, baseUrl: 'http://localhost:1' } }).load();
    expect(settings.row('apiKey')).toMatchObject({
      value: '…WXYZ',
      source: 'file',
      note: 'not sent to http://localhost:1, the server in use',
    });
  });

  it('show the key that goes to a server from .env', async () => {
    const dotenv = 'OPENAI_BASE_URL=http://localhost:1\nOPENAI_API_KEY=dotenv-key-0123456789';
    const settings = await world({ dotenv, env: { OPENAI_API_KEY: KEY } }).load();
    expect(settings.row('apiKey')).toMatchObject({ value: '…6789', source: '.env', note: null });
  });

  it('show a refused key as bad, without repeating it', async () => {
    const row = (await world({ env: { OPENAI_API_KEY: 'sk hunter' } }).load()).row('apiKey');
    expect(row).toMatchObject({ value: null, problem: { kind: 'usage' } });
    expect(row.problem?.message).not.toContain('hunter');
  });

  it('know the key’s row when the base URL is bad', async () => {
    const settings = await world({ env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: 'x' } }).load();
    expect(settings.row('apiKey')).toMatchObject({ value: '…WXYZ', note: null });
  });

  it('name the nearest setting for one that is not', async () => {
    const settings = await world({}).load();
    expect(() => settings.row('modle')).toThrow(expect.objectContaining({ hint: 'did you mean `model`?' }));
  });
});

describe('server', () => {
  it('puts base URL, keys and flags before the rule', async () => {
    const { load } = world({ env: { OPENAI_API_KEY: KEY }, config: { baseUrl: 'http://box.example/v1' } });
    const settings = await load();
    expect(settings.server().allowed).toBe(false);
    expect(settings.server({ insecureHttp: true })).toMatchObject({
      baseUrl: 'http://box.example/v1',
      apiKey: KEY,
    });
    expect(settings.serverInUse()).toBe('http://box.example');
    expect((await load({ baseUrl: 'https://a.example/v1/' })).server()).toMatchObject({
      baseUrl: 'https://a.example/v1',
      server: 'https://a.example',
      keySource: 'the environment (OPENAI_API_KEY)',
    });
  });

  it('sends a stored key to its own server alone', async () => {
    const { load } = world({ config: { apiKey: KEY, apiKeyServer: OPENAI } });
    expect((await load()).server()).toMatchObject({ allowed: true, apiKey: KEY });
    expect((await load({ baseUrl: 'https://a.example' })).server().allowed).toBe(false);
    expect((await load({ baseUrl: 'http://[::1]:8080' })).server()).toMatchObject({
      allowed: true,
      apiKey: null,
    });
  });

  it('keeps the key of a .env that names a server from every other', async () => {
    const dotenv = `OPENAI_BASE_URL=" https://a.example/v1 "\nOPENAI_API_KEY=${KEY}`;
    const { load } = world({ dotenv });
    expect((await load({ baseUrl: 'https://b.example' })).server().allowed).toBe(false);
    expect((await load({ baseUrl: 'https://a.example/v2' })).server()).toMatchObject({ apiKey: KEY });
    const broken = world({ dotenv: `OPENAI_BASE_URL=garbage\nOPENAI_API_KEY=${KEY}` });
    expect((await broken.load({ baseUrl: 'http://localhost:1' })).server()).toMatchObject({ apiKey: null });
  });

  it('is the one inside for --demo, which goes with no other', async () => {
    const { load } = world({ env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: 'garbage' } });
    const settings = await load();
    expect(settings.server({ demo: true })).toMatchObject({ baseUrl: 'demo', apiKey: null });
    expect(settings.serverInUse({ demo: true })).toBe('demo');
    expect(() => settings.server()).toThrow(/^baseUrl \(from OPENAI_BASE_URL\)/);
    const both = await load({ baseUrl: 'https://a.example' });
    expect(() => both.server({ demo: true })).toThrow(/--demo/);
  });

  it('asks about the conversation', async () => {
    const settings = await world({ env: { OPENAI_API_KEY: KEY } }).load();
    const conversation = { baseUrl: 'https://a.example/v1', label: 'conversation “x”' };
    expect(settings.server({ conversation })).toMatchObject({ allowed: false });
    expect(
      settings.server({ conversation: { ...conversation, baseUrl: 'https://api.openai.com' } }).allowed,
    ).toBe(true);
  });
});

describe('permissionWarnings', () => {
  it.runIf(isPosix)('name what others can read and the command that mends it', async () => {
    const { load, configDir, configPath } = world({ config: {} });
    chmodSync(configDir, 0o700);
    chmodSync(configPath, 0o600);
    expect((await load()).permissionWarnings()).toEqual([]);
    chmodSync(configDir, 0o755);
    chmodSync(configPath, 0o640);
    expect((await load()).permissionWarnings()).toEqual([
      expect.stringContaining(`chmod 700 ${configDir}`),
      expect.stringContaining(`chmod 600 ${configPath}`),
    ]);
    expect((await load({}, 'win32')).permissionWarnings()).toEqual([]);
  });

  it('are none where there is nothing', async () => {
    expect((await world({}).load()).permissionWarnings()).toEqual([]);
  });
});
