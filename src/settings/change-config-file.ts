import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Conf from 'conf';
import { CliError } from '../errors.ts';
import { bytesOf, type ConfigContent, contentIn, isMissing, reasonOf } from './config-content.ts';
import { damageOf } from './config-damage.ts';

/** A lock that is held; `confirm` throws when another process has taken it over meanwhile. */
interface Lock {
  confirm(): void;
}

/**
 * Runs `action`, which must not wait for anything, while no other process holds the lock of `path`; again from the
 * beginning when `confirm` has thrown. Makes the folder of `path`, for its owner alone. Throws the signal's reason when that
 * ends the wait.
 */
export type WithLock = <T>(path: string, action: (lock: Lock) => T, signal?: AbortSignal) => Promise<T>;

const DAMAGED = '`ai-chat config edit` opens it, to mend it; nothing was changed';

/**
 * Applies `change` to what is in the file at that moment, as `ConfigFile` has it, and gives what it holds then. Loaded by who
 * changes it: most only read.
 */
export async function changeConfigFile(
  path: string,
  withLock: WithLock,
  change: (content: ConfigContent) => ConfigContent,
  signal?: AbortSignal,
): Promise<ConfigContent> {
  const { default: Conf } = await import('conf');
  try {
    const replace = (lock: Lock) => {
      const bytes = bytesOf(path);
      const before = contentIn(bytes);
      if (!before) throw damageOf(path, bytes, DAMAGED);
      const after = change(before);
      if (after !== before) replaceFile(Conf, path, after, lock);
      return after;
    };
    return await withLock(path, replace, signal);
  } catch (error) {
    if (error instanceof CliError || (signal?.aborted && error === signal.reason)) throw error;
    throw new CliError('usage', `can't write ${path} (${reasonOf(error)})`, {
      hint: 'make room or give yourself the right to write there, or set AI_CHAT_CONFIG_DIR to another folder',
      cause: error,
    });
  }
}

/**
 * Has conf write the content in a folder of its own, and moves it into place when all of it is on the disk. By
 * itself, conf puts a file in place that a full disk has cut short, and leaves temporary files, with the key in them,
 * behind when it is killed; those are here swept up by the next write. Must be called under the file's lock.
 */
function replaceFile(ConfWriter: typeof Conf, path: string, content: ConfigContent, lock: Lock): void {
  const target = realPath(path);
  const folder = join(dirname(target), `.${basename(target)}.tmp`);
  const text = `${JSON.stringify(content, null, 2)}\n`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  try {
    const staged = new ConfWriter({
      cwd: folder,
      configFileMode: 0o600,
      serialize: () => text,
    });
    staged.store = { ...content };
    if (readFileSync(staged.path, 'utf8') !== text) throw new Error('it was cut short');
    lock.confirm();
    renameSync(staged.path, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where a link leads, so that a config.json kept elsewhere stays there. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (isMissing(error)) return path;
    throw error;
  }
}
