import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** The spinners that ora takes of its own accord: on a terminal with Unicode, on one without. */
const SPINNERS = ['dots', 'line'];

/**
 * Leaves out what packages bring and ai-chat never reaches. commander loads node:child_process at once, for commands that
 * are programs of their own, which ai-chat has none of: a tenth of what `--version` takes. conf brings ajv for a
 * `schema` and semver for `migrations`, which ai-chat gives it none of: 70 KB and 10 KB of the packed file. ora brings
 * ninety spinners: 5 KB.
 */
export const unusedParts: Plugin = {
  name: 'unused-parts-of-packages',
  setup(build) {
    build.onResolve(
      { filter: /^(node:child_process|ajv\/dist\/2020\.js|ajv-formats|semver)$/ },
      ({ path, importer }) => {
        const isUnused = path === 'node:child_process' ? isIn('commander', importer) : isIn('conf', importer);
        return isUnused ? { path, namespace: 'unused' } : undefined;
      },
    );
    build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
      contents: 'export const Ajv2020 = undefined; export default undefined;',
      loader: 'js',
    }));
    build.onLoad({ filter: /[\\/]cli-spinners[\\/]spinners\.json$/ }, async ({ path }) => {
      const all: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8'));
      const missing = SPINNERS.filter((name) => !(name in all));
      if (missing.length > 0) throw new Error(`cli-spinners has no ${missing.join(', ')}`);
      const kept = Object.fromEntries(SPINNERS.map((name) => [name, all[name]]));
      return { contents: JSON.stringify(kept), loader: 'json' };
    });
  },
};

/** What is imported from `node:process` by name. */
const NAMES = 'getBuiltinModule, kill, pid, platform';

/**
 * Puts the global process in the place of `node:process`. To import that, Node reads all that the process has, and so opens all
 * three standard streams: 2 ms, most of it for what `--version` has no use for.
 */
export const globalProcess: Plugin = {
  name: 'global-process',
  setup(build) {
    build.onResolve({ filter: /^(node:)?process$/ }, ({ path, kind }) => ({
      path,
      namespace: kind === 'require-call' ? 'required-process' : 'imported-process',
    }));
    build.onLoad({ filter: /.*/, namespace: 'required-process' }, () => ({
      contents: 'module.exports = globalThis.process;',
      loader: 'js',
    }));
    build.onLoad({ filter: /.*/, namespace: 'imported-process' }, () => ({
      contents: `export const { ${NAMES} } = globalThis.process; export default globalThis.process;`,
      loader: 'js',
    }));
  },
};

/** Whether a file belongs to a package. */
function isIn(name: string, file: string): boolean {
  return file.split(/[\\/]/).join('/').includes(`/node_modules/${name}/`);
}
