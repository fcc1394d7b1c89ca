import { lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { expectNoSuiteKey } from './suite-key.ts';
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
  const config = current?.config;
  current = undefined;
  if (config !== undefined) expectNothingHoldsTheKey(config);
});

/** A key from the environment is nothing to write down. */
function expectNothingHoldsTheKey(folder: string): void {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() && stats.size < LARGEST_SEARCHED)
      expectNoSuiteKey(readFileSync(path, 'latin1'), path);
  }
}

/** Bytes. */
const LARGEST_SEARCHED = 4 * 1024 * 1024;

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
