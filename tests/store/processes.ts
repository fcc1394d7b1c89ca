import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { tempDir } from '../helpers/temp-dir.ts';

/** A process of its own that works on a store. */
export interface Worker {
  readonly child: ChildProcess;
  /** The lines that it has said. */
  readonly said: readonly string[];
  /** Resolves with its first line. */
  readonly started: Promise<unknown>;
  /** Resolves when it has ended, with its exit code; null after a signal. */
  readonly ended: Promise<number | null>;
}

/** Builds worker.ts, and gives what runs it. */
export async function buildWorker(): Promise<(...args: readonly string[]) => Worker> {
  const outfile = join(tempDir(), 'worker.mjs');
  const entryPoints = [join(import.meta.dirname, 'worker.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' });
  return (...args) => start(outfile, args);
}

function start(script: string, args: readonly string[]): Worker {
  const child = spawn(execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => said.push(line));
  return {
    child,
    said,
    started: once(lines, 'line'),
    ended: once(child, 'close').then(([code]) => code as number | null),
  };
}
