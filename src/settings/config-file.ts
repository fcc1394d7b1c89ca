import { isUtf8 } from 'node:buffer';
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Conf from 'conf';
import { CliError } from '../errors.ts';

/** What config.json holds; fields that this version does not know included. Values are checked when they are used. */
export type ConfigContent = Readonly<Record<string, unknown>>;

/** A lock that is held; `confirm` throws when another process has taken it over meanwhile. */
interface Lock {
  confirm(): void;
}

/**
 * Runs `action`, which must not wait for anything, while no other process holds the lock of `path`; again from the
 * beginning when `confirm` has thrown. Makes the folder of `path`, for its owner alone.
 */
export type WithLock = <T>(path: string, action: (lock: Lock) => T) => Promise<T>;

/** The config file, read at first use and then remembered. */
export interface ConfigFile {
  readonly path: string;
  /** Throws `usage` when the file is damaged or can't be read. */
  content(): ConfigContent;
  /** Reads it again after it was edited; throws as `content` does, and says where it is damaged. */
  reload(): Promise<void>;
  /**
   * Applies `change` to what is in the file at that moment, with no other writer in between. Nothing is written when
   * `change` gives back what it got. Throws `usage` when the file is damaged or can't be written; it is then as it was.
   */
  change(change: (content: ConfigContent) => ConfigContent): Promise<void>;
}

export function openConfigFile(path: string, withLock: WithLock): ConfigFile {
  let known: ConfigContent | undefined;
  return {
    path,
    content: () => (known ??= contentOf(path)),
    async reload() {
      const bytes = bytesOf(path);
      known = parse(bytes);
      if (!known) throw (await import('./config-damage.ts')).damageOf(path, bytes);
    },
    async change(change) {
      known = await changeConfigFile(path, withLock, change);
    },
  };
}

/**
 * What config.json holds; nothing when there is none. Throws `usage` when it can't be read or is damaged, with `claim` in the
 * hint: a file that was passed over, or moved aside, would let the next request go to another server than the user's.
 */
function contentOf(path: string, claim = ''): ConfigContent {
  const content = parse(bytesOf(path));
  if (content) return content;
  throw new CliError('usage', `${path} is damaged: it is not a JSON object`, {
    hint: `\`ai-chat config edit\` opens it, to mend it${claim}`,
  });
}

/** Reads config.json, or an empty one when there is none. Throws `usage` when it can't be read. */
function bytesOf(path: string): Buffer {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    // A pipe or a device may never end, and nothing else would happen meanwhile. What a folder is, reading it says.
    if (stats && !stats.isFile() && !stats.isDirectory()) throw new Error('it is no regular file');
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return Buffer.from('{}');
    throw new CliError('usage', `can't read ${path} (${reasonOf(error)})`, {
      hint: 'make it a file that you can read, or set AI_CHAT_CONFIG_DIR to another folder',
      cause: error,
    });
  }
}

/** Undefined when it is damaged. */
function parse(bytes: Buffer): ConfigContent | undefined {
  try {
    const value: unknown = isUtf8(bytes) ? JSON.parse(bytes.toString().replace(/^\uFEFF/, '')) : undefined;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as ConfigContent)
      : undefined;
  } catch {
    return undefined;
  }
}

async function changeConfigFile(
  path: string,
  withLock: WithLock,
  change: (content: ConfigContent) => ConfigContent,
): Promise<ConfigContent> {
  const { default: Conf } = await import('conf');
  try {
    return await withLock(path, (lock) => {
      const before = contentOf(path, '; nothing was changed');
      const after = change(before);
      if (after !== before) replaceFile(Conf, path, after, lock);
      return after;
    });
  } catch (error) {
    if (error instanceof CliError) throw error;
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

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** `ENOSPC: no space left on device` of Node's `ENOSPC: no space left on device, write`. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/, .*/s, '') : String(error);
}
