import { readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plugin as EsbuildPlugin, Metafile } from 'esbuild';
import { rollup } from 'rollup';

/**
 * What is loaded together, and so lies in one file: each with all that it imports at once and the groups above it do not have
 * already. esbuild makes a file of each set of modules that the same entries share, 36 of them for one `ask`, and Node needs
 * 0.4 ms for each, whatever its size (measured on 20): a fifth of the whole run.
 */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  // With what prints: `--version` needs nothing else.
  main: ['src/main.ts', 'src/commands/shared/print.ts'],
  core: [
    'src/settings/settings.ts',
    'src/settings/config-dir.ts',
    'src/terminal/messages.ts',
    'src/commands/shared/target.ts',
    'src/commands/shared/interruption.ts',
    'src/commands/talk/answer-view.ts',
    'src/conversation/document.ts',
    'src/conversation/name.ts',
    'src/terminal/json-text.ts',
    'src/terminal/standard-input.ts',
    'src/terminal/break-lines.ts',
    'src/terminal/blank-edges.ts',
  ],
  // What a question needs on a terminal. It is sent when they are loaded.
  words: ['src/terminal/wrap-words.ts', 'src/terminal/width.ts', 'src/terminal/clear-below.ts'],
  markdown: ['src/terminal/markdown/markdown-stream.ts'],
  store: ['src/store/conversation-store.ts', 'src/store/lock.ts'],
  ask: ['src/commands/ask.ts', 'src/client/chat-model.ts'],
  help: ['src/program/help/help.ts', 'src/program/usage-error.ts'],
  // One setting or none, in words of ours: without what lays out tables.
  config: [
    ...['get', 'path', 'set', 'trust', 'unset'].map((name) => `src/commands/config/${name}.ts`),
    'src/settings/config-writer.ts',
  ],
  // Grammars that repeat each other, which the packed file has room for once: 9 KB. A block of CSS takes 0.3 ms longer to load.
  styles: ['css', 'less', 'scss'].map(grammar),
  scripts: ['javascript', 'typescript'].map(grammar),
  // Small ones, which show things in the same way. Not those that start other programs: `edit`, and what has a pager.
  commands: [
    'src/commands/config/list.ts',
    ...['clear', 'delete', 'list', 'rename', 'search'].map((name) => `src/commands/history/${name}.ts`),
  ],
};

function grammar(language: string): string {
  return `node_modules/highlight.js/es/languages/${language}.js`;
}

const DIST = resolve('dist');

/**
 * Puts the chunks that esbuild wrote to `dist/` together, as {@link GROUPS} says, by way of rollup: it moves modules between
 * files without touching what is in them. The first plugin looks at what esbuild makes, the second one is tsup's.
 */
export function togetherInChunks(): {
  esbuild: EsbuildPlugin;
  tsup: { name: string; buildEnd(): Promise<void> };
} {
  let outputs: Metafile['outputs'] = {};
  return {
    esbuild: {
      name: 'look-at-chunks',
      setup(build) {
        build.onEnd(({ metafile }) => {
          outputs = metafile?.outputs ?? {};
        });
      },
    },
    tsup: {
      name: 'together-in-chunks',
      buildEnd: () => putTogether(groupsIn(outputs)),
    },
  };
}

/** The files of each group, by their path. Throws where a group names a module that is in none. */
function groupsIn(outputs: Metafile['outputs']): Record<string, string[]> {
  // The chunk of an entry may hold nothing but the import of another one, which it shares with others.
  const filesOf = (module: string) => {
    const files = Object.entries(outputs).flatMap(([file, { entryPoint, inputs }]) =>
      entryPoint === module || module in inputs ? [resolve(file)] : [],
    );
    if (files.length === 0) throw new Error(`there is no ${module} to put into a chunk`);
    return files;
  };
  return Object.fromEntries(
    Object.entries(GROUPS).map(([name, modules]) => [name, modules.flatMap(filesOf)]),
  );
}

async function putTogether(manualChunks: Record<string, string[]>): Promise<void> {
  const bundle = await rollup({
    input: join(DIST, 'main.js'),
    external: /^node:/,
    // esbuild has done that.
    treeshake: false,
    // Other chunks use what is in the one of the entry.
    preserveEntrySignatures: 'allow-extension',
    onwarn(warning) {
      throw new Error(warning.message);
    },
  });
  const { output } = await bundle.generate({
    // Node 20 takes 2 ms to make its loader of ES modules ready, and longer for each file than with `require`.
    format: 'cjs',
    dynamicImportInCjs: false,
    interop: 'default',
    compact: true,
    hoistTransitiveImports: false,
    entryFileNames: '[name].js',
    chunkFileNames: ({ name }) => `${name.replace(/-[A-Z0-9]{8}$/, '')}.js`,
    manualChunks,
  });
  await bundle.close();
  const parts = (await readdir(DIST)).filter((name) => name.endsWith('.js'));
  await Promise.all(parts.map((name) => rm(join(DIST, name))));
  for (const chunk of output)
    if (chunk.type === 'chunk') await writeFile(join(DIST, chunk.fileName), chunk.code);
  await writeFile(join(DIST, 'package.json'), '{ "type": "commonjs" }\n');
}
