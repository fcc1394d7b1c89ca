import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { testHome } from '../helpers/home.ts';
import { run } from '../helpers/run.ts';
import { openBare } from '../helpers/window.ts';

/** A file of `dist/`; its size in bytes. */
export interface Loaded {
  readonly name: string;
  readonly bytes: number;
}

/** What a run of ai-chat loaded, and what it asked of the file system. */
export interface Probed {
  readonly loaded: readonly Loaded[];
  /** The same until it connected; null when it did not. */
  readonly loadedBeforeRequest: readonly Loaded[] | null;
  /** Node's own modules, internal ones too. */
  readonly builtins: readonly string[];
  /** Files opened, looked at, made, moved and removed; those that hold the code itself are among them. */
  readonly calls: number;
  /** The same until it connected; null when it did not. */
  readonly callsBeforeRequest: number | null;
  /** Bytes, into and out of files. */
  readonly written: number;
  readonly read: number;
}

const PROBE = fileURLToPath(new URL('probe.cjs', import.meta.url));

/** Runs ai-chat, which is to end with 0, and tells what it took. Nothing of it depends on the clock. */
export async function probe(args: readonly string[], env: Record<string, string> = {}): Promise<Probed> {
  const report = join(testHome().home, 'probe.json');
  const { code } = await run(args, {
    env: { ...env, AI_CHAT_PROBE: report },
    nodeFlags: ['--require', PROBE],
  });
  expect(code).toBe(0);
  return JSON.parse(readFileSync(report, 'utf8'));
}

/** The same in a terminal's window. */
export async function probeOnTerminal(args: readonly string[], env: Record<string, string>): Promise<Probed> {
  const report = join(testHome().home, 'probe.json');
  const window = openBare(args, {
    ...env,
    AI_CHAT_PROBE: report,
    NODE_OPTIONS: `--require ${JSON.stringify(PROBE)}`,
  });
  expect((await window.exited).code).toBe(0);
  return JSON.parse(readFileSync(report, 'utf8'));
}
