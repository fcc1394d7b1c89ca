import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { CliError } from '../errors.ts';

/** What config.json holds; fields that this version does not know included. Values are checked when they are used. */
export type ConfigContent = Readonly<Record<string, unknown>>;

/** Reads config.json, or an empty one when there is none. Throws `usage` when it can't be read. */
export function bytesOf(path: string): Buffer {
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

/**
 * What these bytes of config.json hold; undefined when it is damaged. Whoever gets that must not go on without: a file that was
 * passed over, or moved aside, would let the next request go to another server than the user's.
 */
export function contentIn(bytes: Buffer): ConfigContent | undefined {
  try {
    const value: unknown = isUtf8(bytes) ? JSON.parse(bytes.toString().replace(/^\uFEFF/, '')) : undefined;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as ConfigContent)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether nothing is where something was looked for. */
export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Why a file was refused: `ENOSPC: no space left on device` of Node's `ENOSPC: no space left on device, write`. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/, .*/s, '') : String(error);
}
