import { resolve } from 'node:path';
import type { Runtime } from '../../runtime.ts';

/** What of a runtime decides which file a path means. */
export type PathWorld = Pick<Runtime, 'cwd' | 'homeDir' | 'platform'>;

/**
 * A path as somebody writes it in a chat, without a shell that would read it: blanks are part of it; quotes around it
 * and, but on Windows, backslashes in front of blanks and quotes, as terminals put them there when a file is dropped
 * on them, are not; `~/` is the home folder. The closing quote may not be there yet.
 */
export function writtenPath(text: string, { homeDir, platform }: Omit<PathWorld, 'cwd'>): string {
  const quoted = /^(["'])(.*?)\1?$/s.exec(text)?.[2];
  const plain = quoted ?? (platform === 'win32' ? text : text.replace(/\\([\s'"\\()&])/g, '$1'));
  const isHome = quoted === undefined && /^~(?=$|[/\\])/.test(plain);
  return isHome ? homeDir + plain.slice(1) : plain;
}

/** The file that {@link writtenPath} means, absolute. */
export function namedPath(text: string, world: PathWorld): string {
  return resolve(world.cwd, writtenPath(text, world));
}
