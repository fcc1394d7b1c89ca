import { defineConfig } from 'tsup';
import manifest from './package.json' with { type: 'json' };

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
  minifySyntax: true,
  minifyWhitespace: true,
  dts: false,
  loader: { '.md': 'text' },
  define: { __VERSION__: JSON.stringify(manifest.version) },
  // CommonJS packages in the bundle ask for Node's own modules with `require`.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
