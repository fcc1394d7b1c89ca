import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

/** Milliseconds: a file may have made thousands of folders, and the disk may be busy. */
const TIME_LIMIT = 300_000;

afterAll(() => {
  // On Windows a folder stays busy for a moment after the process that worked in it is gone.
  for (const dir of made.splice(0))
    rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}, TIME_LIMIT);

/** The path of a new, empty folder, removed when the test file is done. */
export function tempDir(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'ai-chat-test-')));
  made.push(dir);
  return dir;
}
