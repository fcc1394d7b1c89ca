import { describe, expect, it } from 'vitest';
import {
  storedKey,
  trustedEnvFiles,
  withKey,
  withoutTrust,
  withSetting,
  withTrust,
} from '../../src/settings/config-changes.ts';

const OPENAI = 'https://api.openai.com';

describe('the stored key', () => {
  it('belongs to the server that was in use when it was set', () => {
    const content = withKey({ baseUrl: 'https://a.example', other: [1] }, 'k', OPENAI);
    expect(content).toEqual({ baseUrl: 'https://a.example', other: [1], apiKey: 'k', apiKeyServer: OPENAI });
    expect(storedKey(content)).toEqual({ key: 'k', server: OPENAI });
  });

  it('that was written in by hand belongs to the server that the file names', () => {
    expect(storedKey({ apiKey: 'k' })).toEqual({ key: 'k', server: OPENAI });
    expect(storedKey({ apiKey: 'k', baseUrl: null })).toEqual({ key: 'k', server: OPENAI });
    expect(storedKey({ apiKey: 'k', baseUrl: 'http://127.0.0.1:1/v1' })?.server).toBe('http://localhost:1');
    expect(storedKey({ apiKey: 'k', apiKeyServer: 'https://A.example/v1' })?.server).toBe(
      'https://a.example',
    );
  });

  it('belongs to no server when it can’t be told which', () => {
    for (const apiKeyServer of [null, 5, '', 'garbage', {}, []]) {
      expect(storedKey({ apiKey: 'k', apiKeyServer })?.server).toBe('unknown');
    }
    expect(storedKey({ apiKey: 'k', baseUrl: 'garbage' })?.server).toBe('unknown');
  });

  it.each([undefined, null, '', ' ', true, {}, ['k']])('is none when the field is %j', (apiKey) => {
    expect(storedKey({ apiKey, baseUrl: 'https://a.example' })).toBeUndefined();
  });

  it('stays with its server when the base URL is set or unset', () => {
    const byHand = { apiKey: 'k', baseUrl: 'https://a.example/v1' };
    for (const value of ['https://b.example/v1', undefined]) {
      expect(storedKey(withSetting(byHand, 'baseUrl', value))?.server).toBe('https://a.example');
    }
    expect(storedKey(withSetting({ apiKey: 'k' }, 'baseUrl', 'https://b.example'))?.server).toBe(OPENAI);
    const bound = withKey({}, 'k', 'http://localhost:1');
    expect(storedKey(withSetting(bound, 'baseUrl', 'https://b.example'))?.server).toBe('http://localhost:1');
  });

  it('goes with what is known of it', () => {
    expect(withSetting(withKey({ model: 'm' }, 'k', OPENAI), 'apiKey', undefined)).toEqual({ model: 'm' });
  });
});

describe('a setting', () => {
  it('is stored beside what is there, and taken away alone', () => {
    const content = { future: { a: 1 }, model: 'old', 'a.b': 2 };
    expect(withSetting(content, 'model', 'new')).toEqual({ future: { a: 1 }, model: 'new', 'a.b': 2 });
    expect(withSetting(content, 'model', undefined)).toEqual({ future: { a: 1 }, 'a.b': 2 });
  });

  it('that is not there is not taken away: the content is the same object', () => {
    const content = { model: 'm' };
    expect(withSetting(content, 'timeout', undefined)).toBe(content);
  });
});

describe('trust', () => {
  const a = { folder: '/a', server: OPENAI };
  const b = { folder: '/b', server: OPENAI };

  it('is for a folder and a server, once', () => {
    const content = withTrust(withTrust({ model: 'm' }, a), b);
    expect(content).toEqual({ model: 'm', trustedEnvFiles: [a, b] });
    expect(withTrust(content, a)).toBe(content);
    expect(trustedEnvFiles(withTrust(content, { folder: '/a', server: 'http://x:80' }))).toHaveLength(3);
  });

  it('is taken back for a folder with all its servers', () => {
    const content = withTrust(withTrust(withTrust({}, a), { ...a, server: 'http://x:80' }), b);
    expect(withoutTrust(content, '/a')).toEqual({ trustedEnvFiles: [b] });
    expect(withoutTrust(content, '/c')).toBe(content);
  });

  it.each([null, 'all', 1, {}, true])('is none when the field is %j', (list) => {
    expect(trustedEnvFiles({ trustedEnvFiles: list })).toEqual([]);
    expect(withTrust({ trustedEnvFiles: list }, a)).toEqual({ trustedEnvFiles: [a] });
  });

  it('passes over entries that are none, and keeps them', () => {
    const strange = [null, 'x', { folder: '/a' }, { folder: 1, server: 2 }];
    expect(trustedEnvFiles({ trustedEnvFiles: [...strange, a] })).toEqual([a]);
    expect(withoutTrust({ trustedEnvFiles: [...strange, a] }, '/a')).toEqual({ trustedEnvFiles: strange });
  });
});
