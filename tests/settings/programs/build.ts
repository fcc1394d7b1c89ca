import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { tempDir } from '../../helpers/temp-dir.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Bundles one of the programs in this folder for `node`, as the product is: what needs a process of its own. */
export async function buildProgram(name: string): Promise<string> {
  const outDir = tempDir();
  await build({
    config: false,
    entry: [join(HERE, `${name}.ts`)],
    outDir,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    noExternal: [/.*/],
    splitting: true,
    silent: true,
    outExtension: () => ({ js: '.mjs' }),
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  return join(outDir, `${name}.mjs`);
}
