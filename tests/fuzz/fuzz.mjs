/**
 * npm run fuzz -- [--minutes 30] [--seed N] [--factor 10]: rounds of the tests in this folder, each with the next seed
 * and many times the gate's runs, until the time is up or something is found. A round is repeated by its own seed.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    factor: { type: 'string', default: '10' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const started = performance.now();
const minutes = () => (performance.now() - started) / 60_000;
const say = (line) => process.stdout.write(`fuzz: ${line}\n`);

/** One round; true when nothing was found. */
function play(seed) {
  const env = { ...process.env, FUZZ_SEED: String(seed), FUZZ_FACTOR: values.factor };
  const args = [vitest, 'run', 'tests/fuzz', '--reporter=dot', '--testTimeout=0'];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code === 0)));
}

let seed = Number(values.seed);
let found = false;
do {
  say(`seed ${seed}, ${minutes().toFixed(1)} of ${values.minutes} minutes`);
  found = !(await play(seed));
  if (found) say(`found something; again with: npm run fuzz -- --minutes 0 --seed ${seed}`);
  else say(`seed ${seed}: nothing found`);
  seed += 1;
} while (!found && minutes() < Number(values.minutes));
process.exitCode = found ? 1 : 0;
