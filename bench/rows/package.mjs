// @ts-check
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { figureOf } from '../compare.mjs';

/** @typedef {import('../rows.mjs').Row} Row */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LIMIT = 400 * 1024;

/** What `npx ai-chat` has to fetch. @type {readonly Row[]} */
export const PACKAGE = [
  {
    name: 'package',
    async measure() {
      const isWindows = process.platform === 'win32';
      const options = /** @type {const} */ ({ cwd: ROOT, encoding: 'utf8', shell: isWindows, stdio: 'pipe' });
      const [packed] = JSON.parse(
        execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], options),
      );
      const { dependencies = {} } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'));
      const left = Object.keys(dependencies);
      if (left.length > 0) throw new Error(`${left.join(', ')} would be left to install`);
      return [
        {
          what: 'the packed package, nothing left to install',
          against: '400 KB',
          of: 'bytes',
          ours: figureOf([packed.size]),
          theirs: figureOf([LIMIT]),
          ratio: packed.size / LIMIT,
          goal: 1,
          runs: 1,
        },
      ];
    },
  },
];
