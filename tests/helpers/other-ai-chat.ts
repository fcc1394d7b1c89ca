import { mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import { lockPathOf } from '../../src/store/lock.ts';
import { machineProcesses } from '../../src/store/processes.ts';
import { testHome } from './home.ts';

/** Keeps from being written what lies under the config dir, for a while, as another ai-chat does that writes it. */
export function lock(name: 'conversations' | 'config.json'): { goOn(): void } {
  const { config } = testHome();
  mkdirSync(config, { recursive: true, mode: 0o700 });
  const path = lockPathOf(join(config, name));
  writeFileSync(path, JSON.stringify({ pid, host: machineProcesses.host, token: 'other' }));
  return { goOn: () => rmSync(path) };
}

/** Keeps conversations from being written, with a folder where a file should be, until it goes on. */
export function stopKeeping(): { goOn(): void } {
  const path = lockPathOf(join(testHome().config, 'conversations'));
  mkdirSync(path);
  return { goOn: () => rmdirSync(path) };
}
