// @ts-check
import { ASK } from './rows/ask.mjs';
import { PACKAGE } from './rows/package.mjs';
import { START } from './rows/start.mjs';
import { STORE } from './rows/store.mjs';
import { STREAM } from './rows/stream.mjs';

/**
 * What is measured under one name. `factor` multiplies the number of runs.
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {(world: import('./world.mjs').World, factor: number) => Promise<import('./compare.mjs').Line[]>} measure
 */

/** @type {readonly Row[]} */
export const ROWS = [...START, ...ASK, ...STORE, ...STREAM, ...PACKAGE];
