import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledPackages, thirdPartyLicenses } from '../tsup.licenses.ts';
import { tempDir } from './helpers/temp-dir.ts';

const mit = { name: 'left', version: '1.2.3', license: 'MIT', texts: ['Copyright left\n'] };

describe('thirdPartyLicenses', () => {
  it('names each package, its version and licence, with the text', () => {
    expect(thirdPartyLicenses([mit])).toMatch(/^-+\n\nleft 1\.2\.3 \(MIT\)\n\nCopyright left\n$/m);
  });

  it.each(['(MIT OR CC0-1.0)', 'GPL-3.0 OR ISC', 'MIT AND BSD-3-Clause'])('takes %s', (license) => {
    expect(thirdPartyLicenses([{ ...mit, license }])).toContain(license);
  });

  it.each(['GPL-3.0', 'MIT AND GPL-3.0', 'SEE LICENSE IN file', ''])('refuses %j', (license) => {
    expect(() => thirdPartyLicenses([{ ...mit, license }])).toThrow(
      `left@1.2.3 may not be bundled: licence "${license}"`,
    );
  });

  it('refuses a package without a licence text', () => {
    expect(() => thirdPartyLicenses([{ ...mit, texts: [] }])).toThrow('it ships no licence text');
  });
});

describe('bundledPackages', () => {
  it('reads each package of which a byte is in the bundle, once, with the licences of what it embeds', async () => {
    const root = tempDir();
    const write = (path: string, text: string) => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    for (const name of ['@scope/a', 'b', 'b/node_modules/c', 'unused']) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', license: 'ISC' }));
      write(`node_modules/${name}/licence.md`, `text of ${name}\r\n`);
    }
    write('node_modules/b/vendor/qs/LICENSE', 'text of qs');
    const files = [
      '@scope/a/index.js',
      '@scope/a/lib/more.js',
      'b/vendor/qs/lib/index.js',
      'b/node_modules/c/index.js',
    ];
    for (const file of files) write(`node_modules/${file}`, '');
    const paths = [
      'src/main.ts',
      ...files.map((file) => `${root.replaceAll('\\', '/')}/node_modules/${file}`),
    ];
    const inputs = Object.fromEntries(paths.map((path) => [path, { bytesInOutput: 1 }]));
    const unused = { [`${root}/node_modules/unused/index.js`]: { bytesInOutput: 0 } };
    const packages = await bundledPackages({
      outputs: { 'dist/main.js': { inputs: { ...inputs, ...unused } } },
    });
    expect(packages.map(({ name, texts }) => [name, texts])).toEqual([
      ['@scope/a', ['text of @scope/a\n']],
      ['b', ['text of b\n', 'text of qs']],
      ['b/node_modules/c', ['text of b/node_modules/c\n']],
    ]);
  });
});
