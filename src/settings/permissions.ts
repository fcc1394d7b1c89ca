import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which paths, with which modes, were warned of already: somebody may want it so, and one warning is enough. */
const TOLD_FILE = 'permissions-told';

/**
 * Which of config folder and file others on this machine can read, and the command that mends it; one line each, once
 * for each path and mode. An empty folder is nobody's concern yet.
 */
export function permissionWarnings(
  folder: string,
  file: string,
  platform: NodeJS.Platform,
): readonly string[] {
  // Windows has no such bits.
  if (platform === 'win32' || isEmpty(folder)) return [];
  const wrong = [
    { path: folder, wanted: '700', mode: modeOf(folder) },
    { path: file, wanted: '600', mode: modeOf(file) },
  ].filter(({ mode }) => (mode & 0o066) !== 0);
  if (wrong.length === 0) return [];
  const toldFile = join(folder, TOLD_FILE);
  const told = linesOf(toldFile);
  const untold = wrong.filter(({ path, mode }) => !told.includes(lineFor(path, mode)));
  if (untold.length > 0) keep(toldFile, [...told, ...untold.map(({ path, mode }) => lineFor(path, mode))]);
  return untold.map(
    ({ path, wanted }) =>
      `others on this machine can read ${path}; \`chmod ${wanted} ${quote(path)}\` stops them`,
  );
}

const lineFor = (path: string, mode: number) => `${mode.toString(8)} ${JSON.stringify(path)}`;

/**
 * The permission bits of what is at `path`; none when it is not there, not to be seen or something else, such as a link to a
 * device, whose bits are not the user's to change: whoever opens it says so.
 */
function modeOf(path: string): number {
  try {
    const stats = statSync(path);
    return stats.isFile() || stats.isDirectory() ? stats.mode & 0o777 : 0;
  } catch {
    return 0;
  }
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return true;
  }
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

/** Where it can't be written, the warning comes again next time. */
function keep(path: string, lines: readonly string[]): void {
  try {
    writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  } catch {}
}

/** A path as a POSIX shell takes it. */
function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
