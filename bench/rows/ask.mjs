// @ts-check
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../child.mjs';
import { compare } from '../compare.mjs';
import { peers } from '../peers.mjs';

/** @typedef {import('../rows.mjs').Row} Row */

/** @param {string} name @param {string} script @param {string} against @param {number} goal @returns {Row} */
const first = (name, script, against, goal) => ({
  name,
  measure: (world, factor) =>
    compare({
      what: 'ai-chat ask hi',
      against,
      ours: world.aiChat(['ask', 'hi']),
      theirs: world.script(script),
      goals: { wallMs: goal },
      runs: 31,
      factor,
    }),
});

/** One question to a server that answers at once. @type {readonly Row[]} */
export const ASK = [
  first('ask', 'fetch', 'a script with fetch', 0.75),
  first('ask-floor', 'http', 'the same with node:http', 1.8),
  {
    name: 'peers',
    async measure(world, factor) {
      const lines = [];
      for (const { name, version, side } of peers(world)) {
        const row = {
          what: 'ai-chat ask hi',
          against: `${name} ${version}`,
          ours: world.aiChat(['ask', 'hi']),
          theirs: side,
          goals: { wallMs: null },
          factor,
        };
        lines.push(...(await compare(row)));
      }
      return lines;
    },
  },
  {
    name: 'stdin',
    measure(world, factor) {
      const input = join(temporaryFolder(), 'input.txt');
      writeFileSync(input, 'All work and no play makes Jack a dull boy — so it says…\n'.repeat(180_000));
      return compare({
        what: 'ai-chat ask < 10 MB',
        against: 'a script with node:http',
        ours: { ...world.aiChat(['ask']), input },
        theirs: { ...world.script('upload'), input },
        goals: { wallMs: null, peakMb: null },
        factor,
      });
    },
  },
];
