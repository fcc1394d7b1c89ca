// @ts-check
import { run } from './child.mjs';

/** @typedef {import('./child.mjs').Side} Side */
/** @typedef {import('./child.mjs').Cost} Cost */
/** @typedef {{ median: number, min: number, max: number }} Figure */

/**
 * One line of the result: `ours` against `theirs`. `goal` is the greatest ratio allowed; null where nothing is promised.
 *
 * @typedef {object} Line
 * @property {string} what
 * @property {string} against
 * @property {keyof Cost | 'bytes'} of what is compared
 * @property {Figure} ours
 * @property {Figure} theirs
 * @property {number} ratio
 * @property {number | null} goal
 * @property {number} runs
 */

const WARM_UPS = 3;
/** As few as a median may come from. */
const FEW = 15;
/** Below this goal the noise of a machine matters. */
const TIGHT = 1.3;
const MANY = 31;

/**
 * Runs both sides in turn, each first every other time, and compares the medians of what `goals` names.
 *
 * @param {{ what: string, against: string, ours: Side, theirs: Side, goals: Partial<Record<keyof Cost, number | null>>, runs?: number, factor?: number }} row
 * @returns {Promise<Line[]>}
 */
export async function compare({ what, against, ours, theirs, goals, runs = FEW, factor = 1 }) {
  const wanted = /** @type {[keyof Cost, number | null][]} */ (Object.entries(goals));
  const isTight = wanted.some(([, goal]) => goal !== null && goal < TIGHT);
  const count = Math.max(runs, isTight ? MANY : FEW) * factor;
  const usage = wanted.some(([of]) => of !== 'wallMs');
  /** @type {Cost[]} */
  const us = [];
  /** @type {Cost[]} */
  const them = [];
  for (let n = -WARM_UPS; n < count; n += 1) {
    const isOursFirst = n % 2 === 0;
    const first = await run(isOursFirst ? ours : theirs, { usage });
    const second = await run(isOursFirst ? theirs : ours, { usage });
    if (n < 0) continue;
    us.push(isOursFirst ? first : second);
    them.push(isOursFirst ? second : first);
  }
  return wanted.map(([of, goal]) => {
    const [one, other] = [us, them].map((costs) => figureOf(costs.map((cost) => cost[of])));
    if (!one || !other) throw new Error('nothing was measured');
    return {
      what,
      against,
      of,
      ours: one,
      theirs: other,
      ratio: one.median / other.median,
      goal,
      runs: count,
    };
  });
}

/** @param {readonly number[]} values @returns {Figure} */
export function figureOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ index) => sorted[index] ?? Number.NaN;
  const half = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
  return { median, min: at(0), max: at(sorted.length - 1) };
}
