// Kills ai-chat thousands of times: `npm run crash -- --runs 2000 --seed 1`. Needs a build.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '2000' }, seed: { type: 'string' } },
});
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(process.execPath, [vitest, 'run', 'tests/crash'], {
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  stdio: 'inherit',
  env: {
    ...process.env,
    CRASH_RUNS: values.runs,
    CRASH_SEED: values.seed ?? String(Date.now() % 1_000_000),
  },
});
process.exitCode = status ?? 1;
