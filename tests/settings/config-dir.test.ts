import { describe, expect, it } from 'vitest';
import { configDirOf } from '../../src/settings/config-dir.ts';

const HOME = { linux: '/home/u', darwin: '/Users/u', win32: 'C:\\Users\\u', freebsd: '/home/u' } as const;
const CWD = { linux: '/work', darwin: '/work', win32: 'D:\\work', freebsd: '/work' } as const;

describe('configDirOf', () => {
  it.each([
    ['linux', {}, '/home/u/.config/ai-chat'],
    ['freebsd', {}, '/home/u/.config/ai-chat'],
    ['linux', { XDG_CONFIG_HOME: '/xdg' }, '/xdg/ai-chat'],
    ['linux', { XDG_CONFIG_HOME: '' }, '/home/u/.config/ai-chat'],
    ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/u/.config/ai-chat'],
    ['darwin', {}, '/Users/u/Library/Preferences/ai-chat'],
    ['darwin', { XDG_CONFIG_HOME: '/xdg' }, '/Users/u/Library/Preferences/ai-chat'],
    ['win32', { APPDATA: 'E:\\Roaming' }, 'E:\\Roaming\\ai-chat\\Config'],
    ['win32', { APPDATA: '' }, 'C:\\Users\\u\\AppData\\Roaming\\ai-chat\\Config'],
    ['win32', { APPDATA: 'relative' }, 'C:\\Users\\u\\AppData\\Roaming\\ai-chat\\Config'],
    ['linux', { AI_CHAT_CONFIG_DIR: '/x/y', XDG_CONFIG_HOME: '/xdg' }, '/x/y'],
    ['linux', { AI_CHAT_CONFIG_DIR: '' }, '/home/u/.config/ai-chat'],
    ['linux', { AI_CHAT_CONFIG_DIR: 'cfg/../c' }, '/work/c'],
    ['darwin', { AI_CHAT_CONFIG_DIR: 'c' }, '/work/c'],
    ['win32', { AI_CHAT_CONFIG_DIR: 'c' }, 'D:\\work\\c'],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(configDirOf({ env, platform, homeDir: HOME[platform], cwd: CWD[platform] })).toBe(expected);
  });
});
