import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { assertBuilt, BINARY } from '../helpers/built.ts';
import { cleanEnv, testHome } from '../helpers/home.ts';

/** Whether a shell can be had here; says so on stderr when not, so that nobody takes a skipped test for a passed one. */
export function isInstalled(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'exit'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`${shell} is not installed: completion in it is not tested\n`);
    return false;
  }
}

/** A clean environment in which `ai-chat` is the built binary. */
export function installedEnv(): Record<string, string> {
  assertBuilt();
  const { PATH = '', ...env } = cleanEnv();
  const bin = join(testHome().home, 'bin');
  mkdirSync(bin);
  if (process.platform === 'win32') {
    writeFileSync(join(bin, 'ai-chat.cmd'), `@"${process.execPath}" "${BINARY}" %*\r\n`);
  } else {
    symlinkSync(BINARY, join(bin, 'ai-chat'));
  }
  return { ...env, PATH: `${bin}${delimiter}${PATH}` };
}
