import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './helpers/built.ts';
import { globalsOf, type Import, importsOf, resolve } from './helpers/imports.ts';

/** What a room may import besides errors.ts and the types of runtime.ts, which are everybody's. */
interface Rule {
  /** Rooms or single files, imported in any way. */
  readonly may?: readonly string[];
  /** By dynamic import or as a type, so that they cost nothing until they are used. */
  readonly lazily?: readonly string[];
  /** As a type. */
  readonly types?: readonly string[];
  /** Whether Node's own modules are allowed. */
  readonly node?: boolean;
  /** Third-party packages; no other room may import them. */
  readonly packages?: readonly string[];
}

/** Pure answers of the domain that others need at run time: what a summary, a title, a name is, which word was meant, how a number of something is told. */
const DOMAIN_WORDS = ['document', 'title', 'name', 'nearest', 'counted'].map(
  (file) => `conversation/${file}.ts`,
);

const RULES: Readonly<Record<string, Rule>> = {
  bin: { may: ['main', 'runtime'] },
  main: { may: ['runtime', 'program', 'app'] },
  runtime: { node: true },
  // One table drives the flags, so the program reads it at once.
  program: {
    may: ['program', 'settings/table.ts', 'conversation/nearest.ts', 'terminal/break-lines.ts'],
    lazily: ['commands'],
    types: ['app'],
    packages: ['commander'],
  },
  app: { lazily: ['client', 'store', 'settings', 'terminal'], types: ['conversation'] },
  commands: { may: ['commands', 'conversation', 'terminal'], types: ['app'], node: true },
  client: { may: ['client', 'README.md'], types: ['conversation'], node: true, packages: ['openai'] },
  store: { may: ['store', 'json', ...DOMAIN_WORDS], types: ['conversation'], node: true },
  settings: {
    may: ['settings', 'json', ...DOMAIN_WORDS],
    types: ['conversation'],
    node: true,
    packages: ['conf', 'dotenv'],
  },
  terminal: {
    may: ['terminal'],
    node: true,
    packages: ['ora', 'get-east-asian-width', 'markdown-it', 'highlight.js'],
  },
  conversation: { may: ['conversation'] },
  json: { may: ['json'] },
  errors: {},
  globals: {},
};

/** Packages that one file alone may import. */
const ONE_FILE = ['conf', 'dotenv', 'ora', 'get-east-asian-width'];

/** Where the global process may be named. */
const KNOWS_PROCESS = ['bin/ai-chat.js', 'src/runtime.ts'];

type Sources = ReadonlyMap<string, string>;

/** `src/client/sse.ts` → `client`; `src/main.ts`, and `dist/main.js` that is built from it → `main`. */
function roomOf(path: string): string {
  if (path.startsWith('bin/')) return 'bin';
  return /^(?:src|dist)\/(\w+)/.exec(path)?.[1] ?? path;
}

function reads(targets: readonly string[] | undefined, path: string): boolean {
  return (
    targets?.some((target) => roomOf(path) === target || path === `src/${target}` || path === target) ?? false
  );
}

function isAllowed(importer: string, { specifier, kind }: Import): boolean {
  const rule = RULES[roomOf(importer)] ?? {};
  if (specifier.startsWith('node:')) return rule.node === true;
  if (!specifier.startsWith('.')) return rule.packages?.includes(packageOf(specifier)) ?? false;
  const target = resolve(importer, specifier);
  if (target === 'src/errors.ts' || reads(rule.may, target)) return true;
  if (kind === 'type' && (target === 'src/runtime.ts' || reads(rule.types, target))) return true;
  return kind !== 'static' && reads(rule.lazily, target);
}

function packageOf(specifier: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

/** Every broken rule, one line each. */
function violations(sources: Sources): string[] {
  const found: string[] = [];
  const importers = new Map<string, Set<string>>();
  for (const [path, code] of sources) {
    if (RULES[roomOf(path)] === undefined) found.push(`${path}: in no room`);
    for (const { specifier, kind } of importsOf(path, code)) {
      if (!isAllowed(path, { specifier, kind })) found.push(`${path}: ${kind} import of ${specifier}`);
      const name = packageOf(specifier);
      if (ONE_FILE.includes(name)) importers.set(name, (importers.get(name) ?? new Set()).add(path));
    }
    const globals = globalsOf(path, code, ['process', 'console']);
    for (const name of globals) {
      if (name !== 'process' || !KNOWS_PROCESS.includes(path))
        found.push(`${path}: names the global ${name}`);
    }
  }
  for (const [name, paths] of importers) {
    if (paths.size > 1) found.push(`${name}: imported by ${[...paths].join(' and ')}`);
  }
  return [...found, ...circles(sources)];
}

/** Each circle of files that import each other, as `a → b → a`. */
function circles(sources: Sources): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const { specifier } of importsOf(path, sources.get(path) ?? '')) {
      const target = resolve(path, specifier);
      if (specifier.startsWith('.') && sources.has(target)) walk(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of sources.keys()) walk(path, []);
  return found;
}

/** The code files under some folders of the repository. */
function sourcesUnder(...folders: string[]): Sources {
  const sources = new Map<string, string>();
  for (const folder of folders.filter((name) => existsSync(join(ROOT, name)))) {
    for (const entry of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(ts|js|mjs)$/.test(entry.name)) continue;
      const file = join(entry.parentPath, entry.name);
      sources.set(file.slice(ROOT.length).replaceAll('\\', '/'), readFileSync(file, 'utf8'));
    }
  }
  return sources;
}

describe('the architecture', () => {
  const code = sourcesUnder('bin', 'src');
  const everything = [...code, ...sourcesUnder('tests', 'bench', 'docs')];

  it('has sources to look at', () => {
    expect(code.size).toBeGreaterThan(20);
  });

  it('keeps to who may import whom', () => {
    expect(violations(code)).toEqual([]);
  });

  it('has no file over 300 lines', () => {
    expect(everything.filter(([, text]) => text.split('\n').length > 301).map(([path]) => path)).toEqual([]);
  });

  it('has no utils', () => {
    expect(everything.filter(([path]) => /\butils?\b/i.test(path)).map(([path]) => path)).toEqual([]);
  });
});

describe('the check of the architecture', () => {
  const check = (path: string, code: string) => violations(new Map([[path, code]]));

  it.each([
    ['src/commands/ask.ts', "import { x } from '../store/lock.ts'"],
    ['src/commands/ask.ts', "import type { Client } from '../client/client.ts'"],
    ['src/commands/ask.ts', "import { createApp } from '../app.ts'"],
    ['src/commands/ask.ts', "import { createApp, type App } from '../app.ts'"],
    ['src/commands/ask.ts', "import { Command } from 'commander'"],
    ['src/program.ts', "import { run } from './commands/ask.ts'"],
    ['src/program.ts', "export { run } from './commands/ask.ts'"],
    ['src/program.ts', "import { read } from './settings/file.ts'"],
    ['src/app.ts', "import { Store } from './store/store.ts'"],
    ['src/store/lock.ts', "import { takeTurn } from '../conversation/turn.ts'"],
    ['src/store/lock.ts', "type Settings = import('../settings/settings.ts').Settings"],
    ['src/client/sse.ts', "import { createRuntime } from '../runtime.ts'"],
    ['src/terminal/width.ts', "import type { Message } from '../conversation/types.ts'"],
    ['src/conversation/turn.ts', "import { readFile } from 'node:fs/promises'"],
    ['src/conversation/turn.ts', "import ora from 'ora'"],
    ['src/settings/file.ts', "import left from 'left-pad'"],
    ['src/client/load.ts', 'const name = "../app.ts"; await import(name)'],
    ['src/utils/strings.ts', 'export {}'],
    ['src/store/lock.ts', 'process.exit()'],
    ['src/store/lock.ts', 'globalThis.process.exit()'],
    ['src/store/lock.ts', "import process from 'node:process'; process.exit()"],
    ['src/main.ts', 'console.log(1)'],
    ['bin/ai-chat.js', "const { open } = require('../dist/store.js')"],
  ])('refuses in %s: %s', (path, code) => {
    expect(check(path, code)).toHaveLength(1);
  });

  it.each([
    ['bin/ai-chat.js', "const { main } = require('../dist/main.js'); process.exitCode = 1"],
    ['src/program.ts', "await import('./commands/ask.ts'); import { OPTIONS } from './settings/table.ts'"],
    ['src/app.ts', "import type { Store } from './store/store.ts'; await import('./store/store.ts')"],
    [
      'src/commands/ask.ts',
      "import type { App } from '../app.ts'; import { readFile } from 'node:fs/promises'",
    ],
    [
      'src/client/sse.ts',
      "import { Stream } from 'openai/streaming'; import type { Usage } from '../conversation/types.ts'",
    ],
    [
      'src/terminal/width.ts',
      "import { CliError } from '../errors.ts'; import type { Runtime } from '../runtime.ts'",
    ],
    ['src/client/proxy.ts', 'function f(process: string) { return process + child.process.console; }'],
  ])('allows in %s: %s', (path, code) => {
    expect(check(path, code)).toEqual([]);
  });

  it('refuses a package of one file in two, and circles', () => {
    const sources = new Map([
      ['src/terminal/a.ts', "import './b.ts'; import ora from 'ora'"],
      ['src/terminal/b.ts', "import type { C } from './c.ts'; import type { Ora } from 'ora'"],
      ['src/terminal/c.ts', "await import('./a.ts')"],
    ]);
    expect(violations(sources)).toEqual([
      'ora: imported by src/terminal/a.ts and src/terminal/b.ts',
      'src/terminal/a.ts → src/terminal/b.ts → src/terminal/c.ts → src/terminal/a.ts',
    ]);
  });
});
