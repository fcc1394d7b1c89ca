import { statSync } from 'node:fs';

/** Which of config folder and file others on this machine can read, and the command that mends it; one line each. */
export function permissionWarnings(
  folder: string,
  file: string,
  platform: NodeJS.Platform,
): readonly string[] {
  const wrong = [
    { path: folder, mode: '700' },
    { path: file, mode: '600' },
  ].filter(({ path }) => readableByOthers(path, platform));
  return wrong.map(
    ({ path, mode }) =>
      `others on this machine can read ${path}; \`chmod ${mode} ${quote(path)}\` stops them`,
  );
}

/** Whether other users may read or write what is at `path`. Windows has no such bits: false there. */
function readableByOthers(path: string, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return false;
  try {
    return (statSync(path).mode & 0o066) !== 0;
  } catch {
    // Not there, or not to be seen: whoever opens it next says so.
    return false;
  }
}

/** A path as a POSIX shell takes it. */
function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
