import { basename, join } from 'node:path';
import { build } from 'tsup';
import { tempDir } from './temp-dir.ts';

/**
 * Bundles a program of the tests as the product is bundled, for `node`, and gives its path: what needs a process of its
 * own, such as a pipe whose reader goes away, or a terminal.
 */
export async function bundle(source: string): Promise<string> {
  const outDir = tempDir();
  await build({
    config: false,
    entry: [source],
    outDir,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    noExternal: [/.*/],
    splitting: true,
    silent: true,
    loader: { '.md': 'text' },
    define: { __VERSION__: '"0.0.0-test"' },
    outExtension: () => ({ js: '.mjs' }),
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  return join(outDir, basename(source).replace(/\.ts$/, '.mjs'));
}
