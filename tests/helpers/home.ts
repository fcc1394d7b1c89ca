import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { tempDir } from './temp-dir.ts';

/** Where a test's processes live: every run of one test shares it, the next test gets a new one. */
export interface Home {
  readonly home: string;
  /** `AI_CHAT_CONFIG_DIR`; not made yet. */
  readonly config: string;
  readonly cwd: string;
}

let current: Home | undefined;

afterEach(() => {
  current = undefined;
});

/** This test's folders. */
export function testHome(): Home {
  if (current === undefined) {
    const home = tempDir();
    current = { home, config: join(home, 'config'), cwd: join(home, 'work') };
    mkdirSync(current.cwd);
  }
  return current;
}

/** The environment of a machine that has just been set up: no key, no server, no proxy. */
export function cleanEnv(): Record<string, string> {
  const { home, config } = testHome();
  const env: Record<string, string> = { HOME: home, AI_CHAT_CONFIG_DIR: config };
  if (process.platform === 'win32') Object.assign(env, { USERPROFILE: home, APPDATA: home, TEMP: home });
  for (const name of ['PATH', 'SystemRoot', 'PATHEXT']) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
