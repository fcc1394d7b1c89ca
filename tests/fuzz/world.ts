import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type InProcessOptions, type InProcessResult, runInProcess } from '../helpers/in-process.ts';

/** The key in the environment of every run, with what formats escape. It may be in no output and in no file. */
export const KEY = 'fuzz-key/0123456789+abcdefghij=klmnop';

/** Bytes written as one character each, and back. */
export const bytesOf = (latin1: string): Buffer => Buffer.from(latin1, 'latin1');
export const latin1Of = (text: string): string => Buffer.from(text).toString('latin1');

/** A home of its own: what is in it before a run, and what a run may write. */
export interface World {
  readonly home: string;
  readonly config: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs ai-chat here. */
  run(argv: readonly string[], options?: Partial<InProcessOptions>): Promise<InProcessResult>;
  /** Every file outside of the config dir, relative to the home. */
  strangers(): readonly string[];
  /** Every file in the config dir, with what is in it. */
  kept(): ReadonlyMap<string, Buffer>;
}

/** Calls `action` with a new world, which is gone afterwards. */
export async function inNewWorld(action: (world: World) => Promise<void>): Promise<void> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'ai-chat-fuzz-')));
  const config = join(home, 'config');
  const cwd = join(home, 'work');
  mkdirSync(cwd);
  const env = {
    HOME: home,
    AI_CHAT_CONFIG_DIR: config,
    OPENAI_API_KEY: KEY,
    VISUAL: 'true',
    TERM: 'xterm',
    AI_CHAT_MAX_RETRIES: '0',
  };
  try {
    await action({
      home,
      config,
      cwd,
      env,
      run: (argv, options = {}) =>
        runInProcess(argv, { cwd, homeDir: home, ...options, env: { ...env, ...options.env } }),
      strangers: () => filesIn(home).filter((path) => !path.startsWith('config')),
      kept: () => new Map(filesIn(config).map((path) => [path, readFileSync(join(config, path))])),
    });
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
