import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { unusedParts } from '../tsup.unused.ts';
import { ROOT } from './helpers/built.ts';
import { cleanEnv } from './helpers/home.ts';
import { installGlobally, type Pack, pack } from './helpers/pack.ts';
import { tempDir } from './helpers/temp-dir.ts';

const EXPECTED = [
  /^bin\/(ai-chat\.js|package\.json)$/,
  /^dist\/([\w-]+\.js|package\.json)$/,
  /^dist\/ai-chat\.1$/,
  /^dist\/THIRD-PARTY-LICENSES\.txt$/,
  /^(LICENSE|README\.md|CHANGELOG\.md|SECURITY\.md|package\.json)$/,
];

const LIMIT = 400 * 1024;

let packed: Pack;

beforeAll(() => {
  packed = pack(tempDir());
});

describe('the packed package', () => {
  it('holds what runs and what has to go with it, and nothing else', () => {
    expect(packed.entries.filter((path) => !EXPECTED.some((pattern) => pattern.test(path)))).toEqual([]);
    const required = [
      'bin/ai-chat.js',
      'dist/main.js',
      'dist/ai-chat.1',
      'dist/THIRD-PARTY-LICENSES.txt',
      'LICENSE',
      'README.md',
    ];
    expect(packed.entries).toEqual(expect.arrayContaining(required));
  });

  it('is at most 400 KB', () => {
    expect(packed.size).toBeGreaterThan(0);
    expect(packed.size).toBeLessThanOrEqual(LIMIT);
  });

  it('has no run-time dependency', () => {
    const kinds = ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies'];
    expect(Object.keys(manifest).filter((key) => kinds.includes(key))).toEqual([]);
  });

  it('installs without network, with its manual page, prints its version, and answers from its README', () => {
    const prefix = tempDir();
    const command = installGlobally(packed.file, prefix);
    // On Windows npm installs no manual pages.
    if (process.platform !== 'win32') {
      expect(existsSync(join(prefix, 'share', 'man', 'man1', 'ai-chat.1'))).toBe(true);
    }
    const shell = process.platform === 'win32';
    const run = (...args: string[]) =>
      execFileSync(command, args, { env: cleanEnv(), encoding: 'utf8', shell });
    expect(run('--version')).toBe(`${manifest.version}\n`);
    const demo = ['ask', '--demo', '--no-save', '--no-stdin', 'docker'];
    expect(run(...demo)).toContain('docker build');
    // There are tools that take documents out of what is installed.
    rmSync(join(prefix, shell ? '' : 'lib', 'node_modules', 'ai-chat', 'README.md'));
    const { status, stderr } = spawnSync(command, demo, { env: cleanEnv(), encoding: 'utf8', shell });
    expect([status, stderr]).toEqual([2, expect.stringContaining('README.md')]);
  });

  it('has the licence of every package that its code comes from', async () => {
    const { metafile } = await build({
      entryPoints: [join(ROOT, 'src', 'main.ts')],
      absWorkingDir: ROOT,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      outdir: 'unwritten',
      write: false,
      metafile: true,
      loader: { '.md': 'text' },
      define: { __VERSION__: '"0"' },
      plugins: [unusedParts],
    });
    const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
    const bundled = inputs.flatMap(([path, { bytesInOutput }]) => {
      const name = /.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
      return name === undefined || bytesInOutput === 0 ? [] : [name];
    });
    expect(bundled).toContain('commander');
    const licenses = readFileSync(join(ROOT, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    const named = [...licenses.matchAll(/^-{80}\n\n(\S+) \S+ \(/gm)].map(([, name]) => name);
    expect([...new Set(bundled)].sort()).toEqual([...new Set(named)].sort());
  });
});

describe('the repository', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

  it('names no registry host in its lockfile', () => {
    expect(textOf('package-lock.json')).not.toMatch(/"resolved":/);
  });

  it('has its version in package.json alone, and what npm and the changelog make of it', () => {
    const places = files.filter((path) => /\.(ts|js|mjs|json|yml|md)$|Dockerfile/.test(path));
    const pattern = new RegExp(`(?<![\\d.^~])${manifest.version.replaceAll('.', '\\.')}(?!\\.?\\d)`);
    const named = places.filter((path) => pattern.test(textOf(path)));
    const own = named.filter((path) => !['package-lock.json', 'CHANGELOG.md'].includes(path));
    expect(own).toEqual(['package.json']);
  });
});
