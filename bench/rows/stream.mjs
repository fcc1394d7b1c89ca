// @ts-check
import { compare } from '../compare.mjs';

/** @typedef {import('../rows.mjs').Row} Row */
/** @typedef {import('../child.mjs').Side} Side */

const hasEnd = (/** @type {string} */ stdout) => stdout.length > 100_000;

/** Long answers. @type {readonly Row[]} */
export const STREAM = [
  {
    name: 'chunks',
    measure: (world, factor) =>
      compare({
        what: 'ai-chat ask, 100,000 chunks',
        against: 'the openai SDK, bare',
        ours: world.aiChat(['ask', 'hi'], { model: 'chunks-100000' }),
        theirs: world.script('openai', 'chunks-100000'),
        goals: { wallMs: 1.15, peakMb: 1.2 },
        factor,
      }),
  },
  {
    name: 'markdown',
    async measure(world, factor) {
      /** @param {string} model @param {readonly string[]} flags @returns {Side} */
      const rendered = (model, flags = []) => ({
        ...world.aiChat(['ask', 'hi', ...flags], { model }),
        terminal: true,
        check: hasEnd,
      });
      const once = await compare({
        what: '200 KB of Markdown on a terminal, as it comes',
        against: 'the same at once',
        ours: rendered('markdown-200'),
        theirs: rendered('markdown-200', ['--no-stream']),
        goals: { cpuMs: 3 },
        factor,
      });
      const longer = await compare({
        what: '800 KB of Markdown on a terminal, as it comes',
        against: '200 KB of it',
        ours: rendered('markdown-800'),
        theirs: rendered('markdown-200'),
        goals: { cpuMs: 4.4 },
        factor,
      });
      return [...once, ...longer];
    },
  },
];
