// @ts-check
import { compare } from '../compare.mjs';

/** @typedef {import('../rows.mjs').Row} Row */

/** @param {string} name @param {readonly string[]} args @param {number} goal @param {(stdout: string) => boolean} check @returns {Row} */
const start = (name, args, goal, check) => ({
  name,
  measure: (world, factor) =>
    compare({
      what: `ai-chat ${args.join(' ')}`,
      against: 'node empty.mjs',
      ours: { ...world.aiChat(args), check },
      theirs: { ...world.script('empty'), check: (stdout) => stdout === '' },
      goals: { wallMs: goal },
      runs: 31,
      factor,
    }),
});

/** What ai-chat takes to start, and to do next to nothing. @type {readonly Row[]} */
export const START = [
  start('version', ['--version'], 1.5, (stdout) => /^\d+\.\d+\.\d+\n$/.test(stdout)),
  start('help', ['--help'], 1.9, (stdout) => stdout.includes('Usage: ai-chat')),
  start('list-empty', ['history', 'list'], 2.0, (stdout) => !stdout.includes('bench')),
  start('config-get', ['config', 'get', 'model'], 2.0, (stdout) => stdout === 'gpt-4o-mini\n'),
];
