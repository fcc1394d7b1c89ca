import type { FileSystem } from '../../src/store/file-system.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';

/** A file system on which something happens at one call; `calls` counts all that were made. */
export interface Rigged {
  readonly fs: FileSystem;
  readonly calls: number;
}

type Call = (...args: unknown[]) => unknown;

/** What comes in the place of call number `calls`; `works` is the call itself. */
type Interference = (calls: number, name: string, args: unknown[], works: Call) => unknown;

function rigged(interfere: Interference, base: FileSystem = nodeFileSystem): Rigged {
  let calls = 0;
  const methods = Object.entries(base).filter(([name]) => name.endsWith('Sync'));
  const guarded = methods.map(([name, works]) => [
    name,
    (...args: unknown[]) =>
      interfere(++calls, name, args, name === 'fdatasyncSync' ? () => {} : (works as Call)),
  ]);
  return {
    fs: { ...base, ...Object.fromEntries(guarded) },
    get calls() {
      return calls;
    },
  };
}

/** The process dies at call number `nth`, a write in the midst of it: no call does anything from there on. */
export function dyingAt(nth: number, base?: FileSystem): Rigged {
  return rigged((calls, name, args, works) => {
    if (calls < nth) return works(...args);
    if (calls === nth && name === 'writeSync') writeHalf(args, works);
    throw new Error('the process is dead');
  }, base);
}

function writeHalf([fd, data, at, length]: unknown[], works: Call): void {
  if (typeof data === 'string') works(fd, data.slice(0, data.length >> 1));
  else works(fd, data, at, Number(length) >> 1);
}

/** The operating system refuses call number `nth` with `code`; if it `stays` so, every later call that would change something, too. */
export function refusingAt(nth: number, code: string, stays: boolean): Rigged {
  return rigged((calls, name, args, works) => {
    const isRefused = calls === nth || (stays && calls > nth && changesSomething(name, args));
    // Whatever is said of it, the file is closed then.
    if (!isRefused || name === 'closeSync') return works(...args);
    throw Object.assign(new Error(`${code}: refused, ${name}`), { code, syscall: name, errno: -1 });
  });
}

function changesSomething(name: string, [, flags]: unknown[]): boolean {
  if (name === 'openSync') return flags === 'wx' || flags === 'a';
  return [
    'fchmodSync',
    'fdatasyncSync',
    'mkdirSync',
    'renameSync',
    'rmdirSync',
    'unlinkSync',
    'writeSync',
  ].includes(name);
}
