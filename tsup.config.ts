import { mkdir, writeFile } from 'node:fs/promises';
import { defineConfig } from 'tsup';
import manifest from './package.json' with { type: 'json' };
import { togetherInChunks } from './tsup.chunks.ts';
import { bundledPackages, thirdPartyLicenses } from './tsup.licenses.ts';
import { manPage } from './tsup.man.ts';
import { globalProcess, unusedParts } from './tsup.unused.ts';

const together = togetherInChunks();

export default defineConfig({
  entry: ['src/main.ts'],
  format: 'esm',
  target: 'node20',
  platform: 'node',
  // Everything is bundled, so that an installed ai-chat has nothing left to fetch; a chunk per dynamic import
  // keeps what a command does not need off its start-up path.
  noExternal: [/.*/],
  splitting: true,
  clean: true,
  dts: false,
  // Without white space the packed file is a fifth smaller. Names stay, so that a stack trace can be read; to shorten
  // them, too, made no start quicker that was measured.
  esbuildOptions(options) {
    options.minifyWhitespace = true;
  },
  removeNodeProtocol: false,
  define: { __VERSION__: JSON.stringify(manifest.version) },
  plugins: [together.tsup],
  esbuildPlugins: [
    unusedParts,
    globalProcess,
    together.esbuild,
    {
      // The package has it: what answers from it reads it there. Empty where somebody took it away.
      name: 'shipped-readme',
      setup(build) {
        build.onLoad({ filter: /[\\/]README\.md$/ }, () => ({
          contents: `import { readFileSync } from 'node:fs';
            import { join } from 'node:path';
            let text = '';
            try {
              text = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
            } catch {}
            export default text;`,
        }));
      },
    },
    {
      name: 'man-page',
      setup(build) {
        build.onEnd(async ({ errors }) => {
          if (errors.length > 0) return;
          // As reproducible builds have it: https://reproducible-builds.org/docs/source-date-epoch/
          const { SOURCE_DATE_EPOCH: epoch } = process.env;
          const date = epoch ? new Date(Number(epoch) * 1000) : new Date();
          await mkdir('dist', { recursive: true });
          await writeFile('dist/ai-chat.1', manPage(manifest.version, date));
        });
      },
    },
    {
      name: 'third-party-licenses',
      setup(build) {
        build.onEnd(async ({ metafile, errors }) => {
          if (errors.length > 0 || metafile === undefined) return;
          const packages = await bundledPackages(metafile);
          await mkdir('dist', { recursive: true });
          await writeFile('dist/THIRD-PARTY-LICENSES.txt', thirdPartyLicenses(packages));
        });
      },
    },
  ],
});
