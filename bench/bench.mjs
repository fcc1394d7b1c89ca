// @ts-check
/**
 * npm run bench -- [--row NAME]... [--times N] [--json FILE] [--list]: measures ai-chat against what it is to be measured against,
 * and exits with 1 when a goal is missed. README.md beside it says how.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { heading, isMet, lineText } from './report.mjs';
import { ROWS } from './rows.mjs';
import { createWorld } from './world.mjs';

const { values } = parseArgs({
  options: {
    row: { type: 'string', multiple: true },
    times: { type: 'string', default: '1' },
    json: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});
const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
const names = ROWS.map(({ name }) => name);
const unknown = values.row?.find((name) => !names.includes(name));
const factor = Number(values.times);

if (values.list) say(names.join('\n'));
else if (unknown !== undefined) fail(`there is no row ${unknown}; there are ${names.join(', ')}`);
else if (!Number.isInteger(factor) || factor < 1) fail('--times takes a whole number');
else await bench(ROWS.filter(({ name }) => values.row?.includes(name) ?? true));

/** @param {string} message */
function fail(message) {
  process.stderr.write(`bench: ${message}\n`);
  process.exitCode = 2;
}

/** @param {typeof ROWS} rows */
async function bench(rows) {
  const machine = `Node ${process.versions.node}, ${process.platform}, ${cpus().length} cores`;
  say(`${machine}; medians, both sides in turn\n\n${heading()}`);
  const world = await createWorld();
  const results = [];
  try {
    for (const { name, measure } of rows) {
      for (const line of await measure(world, factor)) {
        say(lineText(line));
        results.push({ row: name, ...line, met: isMet(line) });
      }
    }
  } finally {
    world.close();
  }
  const missed = results.filter(({ met }) => !met).length;
  say(missed === 0 ? '\nall goals met' : `\n${missed} missed`);
  const document = { node: process.versions.node, platform: process.platform, cores: cpus().length, results };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(document, null, 2)}\n`);
  process.exitCode = missed === 0 ? 0 : 1;
}
