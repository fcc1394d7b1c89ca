import type { LanguageFn } from 'highlight.js';

type Load = () => Promise<{ readonly default: LanguageFn }>;

/** The languages that code is coloured in, each a chunk of its own that is loaded when an answer has it. */
const LANGUAGES = {
  ada: () => import('highlight.js/lib/languages/ada'),
  apache: () => import('highlight.js/lib/languages/apache'),
  awk: () => import('highlight.js/lib/languages/awk'),
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  clojure: () => import('highlight.js/lib/languages/clojure'),
  cmake: () => import('highlight.js/lib/languages/cmake'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  d: () => import('highlight.js/lib/languages/d'),
  dart: () => import('highlight.js/lib/languages/dart'),
  delphi: () => import('highlight.js/lib/languages/delphi'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  dos: () => import('highlight.js/lib/languages/dos'),
  elixir: () => import('highlight.js/lib/languages/elixir'),
  elm: () => import('highlight.js/lib/languages/elm'),
  erlang: () => import('highlight.js/lib/languages/erlang'),
  fortran: () => import('highlight.js/lib/languages/fortran'),
  fsharp: () => import('highlight.js/lib/languages/fsharp'),
  glsl: () => import('highlight.js/lib/languages/glsl'),
  go: () => import('highlight.js/lib/languages/go'),
  gradle: () => import('highlight.js/lib/languages/gradle'),
  graphql: () => import('highlight.js/lib/languages/graphql'),
  groovy: () => import('highlight.js/lib/languages/groovy'),
  handlebars: () => import('highlight.js/lib/languages/handlebars'),
  haskell: () => import('highlight.js/lib/languages/haskell'),
  http: () => import('highlight.js/lib/languages/http'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  julia: () => import('highlight.js/lib/languages/julia'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  latex: () => import('highlight.js/lib/languages/latex'),
  less: () => import('highlight.js/lib/languages/less'),
  lisp: () => import('highlight.js/lib/languages/lisp'),
  lua: () => import('highlight.js/lib/languages/lua'),
  makefile: () => import('highlight.js/lib/languages/makefile'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  matlab: () => import('highlight.js/lib/languages/matlab'),
  nginx: () => import('highlight.js/lib/languages/nginx'),
  nim: () => import('highlight.js/lib/languages/nim'),
  nix: () => import('highlight.js/lib/languages/nix'),
  objectivec: () => import('highlight.js/lib/languages/objectivec'),
  ocaml: () => import('highlight.js/lib/languages/ocaml'),
  perl: () => import('highlight.js/lib/languages/perl'),
  php: () => import('highlight.js/lib/languages/php'),
  powershell: () => import('highlight.js/lib/languages/powershell'),
  prolog: () => import('highlight.js/lib/languages/prolog'),
  properties: () => import('highlight.js/lib/languages/properties'),
  protobuf: () => import('highlight.js/lib/languages/protobuf'),
  python: () => import('highlight.js/lib/languages/python'),
  'python-repl': () => import('highlight.js/lib/languages/python-repl'),
  r: () => import('highlight.js/lib/languages/r'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  scala: () => import('highlight.js/lib/languages/scala'),
  scheme: () => import('highlight.js/lib/languages/scheme'),
  scss: () => import('highlight.js/lib/languages/scss'),
  shell: () => import('highlight.js/lib/languages/shell'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  tcl: () => import('highlight.js/lib/languages/tcl'),
  twig: () => import('highlight.js/lib/languages/twig'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  vbnet: () => import('highlight.js/lib/languages/vbnet'),
  verilog: () => import('highlight.js/lib/languages/verilog'),
  vhdl: () => import('highlight.js/lib/languages/vhdl'),
  vim: () => import('highlight.js/lib/languages/vim'),
  wasm: () => import('highlight.js/lib/languages/wasm'),
  x86asm: () => import('highlight.js/lib/languages/x86asm'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
} satisfies Readonly<Record<string, Load>>;

export type Language = keyof typeof LANGUAGES;

/** What models write behind a fence, where it is not the language's own name. */
const ALIASES: Readonly<Record<string, Language>> = {
  ...named('apache', 'apacheconf', 'htaccess'),
  ...named('bash', 'sh', 'zsh', 'fish', 'ksh'),
  ...named('c', 'h'),
  ...named('clojure', 'clj', 'cljs', 'edn'),
  ...named('cpp', 'c++', 'cc', 'cxx', 'hpp', 'hh', 'arduino', 'ino', 'cuda', 'cu'),
  ...named('csharp', 'c#', 'cs'),
  ...named('d', 'dlang'),
  ...named('delphi', 'pascal', 'pas'),
  ...named('diff', 'patch'),
  ...named('dockerfile', 'docker', 'containerfile'),
  ...named('dos', 'bat', 'batch', 'cmd'),
  ...named('elixir', 'ex', 'exs'),
  ...named('erlang', 'erl'),
  ...named('fortran', 'f90', 'f95'),
  ...named('fsharp', 'f#', 'fs'),
  ...named('glsl', 'hlsl', 'wgsl', 'shader'),
  ...named('go', 'golang'),
  ...named('graphql', 'gql'),
  ...named('handlebars', 'hbs', 'mustache'),
  ...named('haskell', 'hs'),
  ...named('ini', 'toml', 'cfg', 'conf', 'editorconfig', 'hcl', 'terraform', 'tf', 'systemd'),
  ...named('javascript', 'js', 'jsx', 'mjs', 'cjs', 'node'),
  ...named('json', 'jsonc', 'json5', 'jsonl', 'ndjson', 'geojson'),
  ...named('julia', 'jl'),
  ...named('kotlin', 'kt', 'kts'),
  ...named('latex', 'tex'),
  ...named('lisp', 'elisp', 'emacs-lisp', 'common-lisp', 'cl'),
  ...named('makefile', 'make', 'mk'),
  ...named('markdown', 'md', 'mdx'),
  ...named('matlab', 'octave'),
  ...named('objectivec', 'objective-c', 'objc', 'obj-c', 'mm'),
  ...named('ocaml', 'ml'),
  ...named('perl', 'pl', 'pm'),
  ...named('powershell', 'ps1', 'ps', 'pwsh'),
  ...named('properties', 'env', 'dotenv'),
  ...named('protobuf', 'proto'),
  ...named('python', 'py', 'py3', 'python3', 'pyi', 'starlark', 'bazel', 'gdscript', 'gd'),
  ...named('python-repl', 'pycon'),
  ...named('ruby', 'rb', 'erb', 'rake'),
  ...named('rust', 'rs', 'zig'),
  ...named('scheme', 'racket', 'scm'),
  ...named('scss', 'sass'),
  ...named('shell', 'console', 'shell-session', 'shellsession', 'terminal'),
  ...named('sql', 'mysql', 'postgresql', 'postgres', 'plsql', 'sqlite', 'tsql', 'psql'),
  ...named('twig', 'jinja', 'jinja2', 'j2', 'liquid'),
  ...named('typescript', 'ts', 'tsx', 'mts', 'cts', 'deno'),
  ...named('vbnet', 'vb', 'vba', 'visualbasic'),
  ...named('verilog', 'sv', 'systemverilog'),
  ...named('vim', 'viml', 'vimscript'),
  ...named('wasm', 'wat'),
  ...named('x86asm', 'asm', 'assembly', 'nasm', 'masm'),
  ...named('xml', 'html', 'xhtml', 'svg', 'vue', 'svelte', 'astro', 'rss', 'plist', 'xsl', 'xaml'),
  ...named('yaml', 'yml'),
};

/** Languages that stand in others. */
const EMBEDDED: Readonly<Partial<Record<Language, readonly Language[]>>> = {
  xml: ['javascript', 'css'],
  markdown: ['xml'],
  javascript: ['xml'],
  typescript: ['xml'],
  php: ['xml'],
  handlebars: ['xml'],
  twig: ['xml'],
  http: ['json'],
  shell: ['bash'],
  'python-repl': ['python'],
};

/** The language that a fence names, if it is one of ours. */
export function languageNamed(name: string): Language | undefined {
  const lower = name.toLowerCase().replace(/^[{.]+|[,:{}].*$/g, '');
  if (Object.hasOwn(LANGUAGES, lower)) return lower as Language;
  return Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined;
}

/** The definitions of a language and of those that stand in it. */
export async function loadLanguage(language: Language): Promise<ReadonlyMap<Language, LanguageFn>> {
  const names = [language, ...(EMBEDDED[language] ?? [])];
  const loaded = await Promise.all(names.map((name) => LANGUAGES[name]()));
  return new Map(loaded.map((module, index) => [names[index] ?? language, module.default]));
}

function named(language: Language, ...aliases: string[]): Record<string, Language> {
  return Object.fromEntries(aliases.map((alias) => [alias, language]));
}
