import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../helpers/bundle.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Bundles one of the programs in this folder, and gives its path. */
export function buildProgram(name: string): Promise<string> {
  return bundle(join(HERE, `${name}.ts`));
}
