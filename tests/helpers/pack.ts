import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { assertBuilt, ROOT } from './built.ts';

/** A packed ai-chat. */
export interface Pack {
  /** The tarball's path. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** What it holds; paths with `/`, relative to the package. */
  readonly entries: readonly string[];
}

/** Packs what is built now into `folder`, as `npm publish` would. */
export function pack(folder: string): Pack {
  assertBuilt();
  // Without scripts: `prepare` would build again, under the feet of the other tests.
  const output = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], ROOT);
  const [packed] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
  const file = join(folder, packed.filename);
  return { file, size: statSync(file).size, entries: packed.files.map(({ path }) => path) };
}

/** Installs a tarball as `npm i -g` does, under `prefix` and without network; gives the path of its `ai-chat`. */
export function installGlobally(tarball: string, prefix: string): string {
  npm(['install', '--global', '--offline', '--prefix', prefix, tarball], prefix);
  return process.platform === 'win32' ? join(prefix, 'ai-chat.cmd') : join(prefix, 'bin', 'ai-chat');
}

/** Runs npm in `cwd`; gives its stdout, throws with its stderr. */
function npm(args: readonly string[], cwd: string): string {
  // npm is a script of its own on Windows, which only a shell can start.
  const options = { cwd, encoding: 'utf8', shell: process.platform === 'win32', stdio: 'pipe' } as const;
  return execFileSync('npm', args, options);
}
