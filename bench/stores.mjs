// @ts-check
/** Config dirs with conversations in them, as ai-chat writes them (README, "History"). */
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryFolder } from './child.mjs';

/** @typedef {import('./world.mjs').World} World */

/** What `history search` looks for; in one of 500 conversations. */
export const NEEDLE = 'Zanzibar';

/**
 * Makes a store, index and all.
 *
 * @param {World} world
 * @param {{ conversations: number, messages: number, length: number, name?: string }} shape `length` of a message, in characters
 */
export async function makeStore(world, shape) {
  const configDir = join(temporaryFolder(), 'config');
  const folder = join(configDir, 'conversations');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let n = 0; n < shape.conversations; n += 1) writeConversation(folder, n, world, shape);
  await mendIndex(world, configDir);
  return { configDir, folder };
}

/** What was written by others than ai-chat comes into its index. @param {World} world @param {string} configDir */
export async function mendIndex(world, configDir) {
  await run({ ...world.aiChat(['history', 'list'], { configDir }), check: () => true });
}

/** Leaves a store as it is before the first question. @param {{ configDir: string, folder: string }} store */
export function emptyStore({ configDir, folder }) {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  rmSync(join(configDir, 'index.jsonl'), { force: true });
}

/** Bytes of all files in a folder. @param {string} folder */
export function bytesIn(folder) {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/**
 * @param {string} folder @param {number} n @param {World} world
 * @param {{ messages: number, length: number, name?: string }} shape
 */
export function writeConversation(folder, n, { baseUrl }, { messages, length, name }) {
  const id = `bench${String(n).padStart(7, '0')}`;
  const time = (/** @type {number} */ minute) =>
    new Date(1.75e12 + (n * 100 + minute) * 60_000).toISOString();
  const said = Array.from({ length: messages }, (_, at) => messageOf(id, n, at, length, time(at)));
  const conversation = {
    version: 1,
    id,
    name: name ?? null,
    title: said[0]?.content.slice(0, 50) ?? '',
    kind: 'ask',
    model: 'gpt-4o-mini',
    baseUrl,
    systemPrompt: 'You are a helpful assistant.',
    createdAt: time(0),
    updatedAt: time(messages),
    messages: said,
  };
  writeFileSync(join(folder, `${id}.json`), `${JSON.stringify(conversation, null, 2)}\n`, { mode: 0o600 });
}

/** @param {string} id @param {number} n @param {number} at @param {number} length @param {string} createdAt */
function messageOf(id, n, at, length, createdAt) {
  const content = prose(n * 31 + at, length, n % 500 === 7 && at === 3);
  if (at % 2 === 0) return { id: `${id}-${at}`, role: 'user', content, createdAt };
  const usage = { promptTokens: 100, completionTokens: 100, totalTokens: 200 };
  const answer = { model: 'gpt-4o-mini', status: 'complete', finishReason: 'stop', usage };
  return { id: `${id}-${at}`, role: 'assistant', content, createdAt, replyTo: `${id}-${at - 1}`, ...answer };
}

const WORDS =
  'the sensor in north hall reads a value that nobody “expects” — so we look at its log first, then at the cable… and wait\n'.split(
    ' ',
  );

/** Text with what models like: dashes and quotes outside ASCII. @param {number} seed @param {number} length @param {boolean} hasNeedle */
function prose(seed, length, hasNeedle) {
  let text = hasNeedle ? `A question about ${NEEDLE}. ` : '';
  for (let n = seed; text.length < length; n += 1) text += `${WORDS[(n * 7 + (n >> 3)) % WORDS.length]} `;
  return text.slice(0, length);
}
