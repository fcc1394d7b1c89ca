import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's own folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What a user runs. */
export const BINARY = join(ROOT, 'bin', 'ai-chat.js');

const SOURCES = [
  'src',
  'package.json',
  'tsup.chunks.ts',
  'tsup.config.ts',
  'tsup.licenses.ts',
  'tsup.man.ts',
  'tsup.roff.ts',
  'tsup.unused.ts',
];

let checked = false;

/** Throws when `dist/` is not what `src/` says now: a test of the binary would test something else. */
export function assertBuilt(): void {
  if (checked) return;
  const built = statSync(join(ROOT, 'dist', 'main.js'), { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) throw new Error('There is no dist/main.js. Run: npm run build');
  const newer = SOURCES.flatMap(filesOf).find((file) => statSync(join(ROOT, file)).mtimeMs > built);
  if (newer !== undefined) throw new Error(`${newer} is newer than dist/main.js. Run: npm run build`);
  checked = true;
}

function filesOf(path: string): string[] {
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path)).flatMap((name) => filesOf(join(path, name)));
}
