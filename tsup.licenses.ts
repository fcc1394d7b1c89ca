import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** SPDX identifiers that allow a copy inside an MIT package, as long as notice and text go with it. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
]);

const LICENSE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/** The part of esbuild's metafile that is used here: which files went into which output, and how many bytes of each. */
export interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression from its package.json; empty where it gives none. */
  readonly license: string;
  /** Contents of its licence and notice files. */
  readonly texts: readonly string[];
}

/** The packages whose code is in a bundle, by name; relative paths in `metafile` are from the working directory. */
export async function bundledPackages(metafile: Metafile): Promise<BundledPackage[]> {
  const folders = new Map<string, Set<string>>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const root = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (root === undefined || bytesInOutput === 0) continue;
      const visited = folders.get(root) ?? new Set([root]);
      folders.set(root, visited);
      // A package may hold code of a third party in a folder with a licence of its own.
      for (let folder = dirname(input); folder !== root; folder = dirname(folder)) visited.add(folder);
    }
  }
  const packages = await Promise.all([...folders].map(([root, visited]) => readPackage(root, [...visited])));
  return packages.sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

/**
 * One text with the notice of every package. Throws when one has no licence text, or a licence that is not on the
 * list: better no build than one that may not be given away.
 */
export function thirdPartyLicenses(packages: readonly BundledPackage[]): string {
  const sections = packages.map(({ name, version, license, texts }) => {
    if (!isAllowed(license)) throw new Error(`${name}@${version} may not be bundled: licence "${license}"`);
    if (texts.length === 0)
      throw new Error(`${name}@${version} may not be bundled: it ships no licence text`);
    return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join('\n\n');
  });
  return `${['ai-chat contains code of these packages.', ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** Whether an SPDX expression without nested parentheses, such as `(MIT OR CC0-1.0)`, leaves a way to comply. */
function isAllowed(expression: string): boolean {
  const alternatives = expression.replace(/^\((.*)\)$/, '$1').split(/ OR /);
  return alternatives.some((all) => all.split(/ AND /).every((license) => ALLOWED.has(license)));
}

async function readPackage(root: string, folders: readonly string[]): Promise<BundledPackage> {
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const texts: string[] = [];
  for (const folder of folders) {
    const files = (await readdir(folder)).filter((file) => LICENSE_FILE.test(file)).sort();
    for (const file of files)
      texts.push((await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n'));
  }
  return {
    name: text(manifest, 'name'),
    version: text(manifest, 'version'),
    license: text(manifest, 'license'),
    texts,
  };
}

function text(manifest: unknown, field: string): string {
  const value = manifest !== null && typeof manifest === 'object' ? Reflect.get(manifest, field) : undefined;
  return typeof value === 'string' ? value : '';
}
