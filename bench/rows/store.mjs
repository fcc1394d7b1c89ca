// @ts-check
import { mkdirSync } from 'node:fs';
import { compare } from '../compare.mjs';
import { emptyStore, makeStore, mendIndex, NEEDLE, writeConversation } from '../stores.mjs';

/** @typedef {import('../rows.mjs').Row} Row */
/** @typedef {import('../world.mjs').World} World */

/** 10,000 conversations, 100 MB: made once. @type {(world: World) => ReturnType<typeof makeStore>} */
const large = onceFor((world) => makeStore(world, { conversations: 10_000, messages: 10, length: 680 }));
const small = onceFor((world) => makeStore(world, { conversations: 10, messages: 10, length: 680 }));

/** @template T @param {(world: World) => Promise<T>} make @returns {(world: World) => Promise<T>} */
function onceFor(make) {
  /** @type {Promise<T> | undefined} */
  let made;
  return (world) => {
    made ??= make(world);
    return made;
  };
}

/** @param {World} world @param {readonly string[]} args @param {{ configDir: string }} store */
const list = (world, args, { configDir }) => ({
  ...world.aiChat(args, { configDir }),
  check: (/** @type {string} */ stdout) => /^bench\d{7}\t/m.test(stdout),
});

/** @param {(name: string) => boolean} isHit */
const hits = (isHit) => (/** @type {string} */ stdout) =>
  stdout.split('\n').filter(isHit).length === 20 && stdout.toLowerCase().includes(NEEDLE.toLowerCase());

/** A long history. @type {readonly Row[]} */
export const STORE = [
  {
    name: 'list',
    measure: async (world, factor) =>
      compare({
        what: 'ai-chat history list, 10,000 conversations',
        against: '10 conversations',
        ours: list(world, ['history', 'list'], await large(world)),
        theirs: list(world, ['history', 'list'], await small(world)),
        goals: { wallMs: 1.5, peakMb: null },
        runs: 31,
        factor,
      }),
  },
  {
    name: 'save',
    async measure(world, factor) {
      const fresh = await makeStore(world, { conversations: 0, messages: 0, length: 0 });
      const { configDir } = await large(world);
      return compare({
        what: 'ai-chat ask hi, 10,000 conversations',
        against: 'none',
        ours: world.aiChat(['ask', 'hi'], { configDir }),
        theirs: { ...world.aiChat(['ask', 'hi'], fresh), before: () => emptyStore(fresh) },
        goals: { wallMs: 1.1 },
        runs: 61,
        factor,
      });
    },
  },
  {
    name: 'long',
    async measure(world, factor) {
      /** @param {number} messages */
      const talk = async (messages) => {
        const shape = { conversations: 0, messages, length: 500, name: 'x' };
        const { configDir, folder } = await makeStore(world, shape);
        return {
          ...world.aiChat(['ask', '-s', 'x', 'hi'], { configDir }),
          async before() {
            mkdirSync(folder, { recursive: true });
            writeConversation(folder, 0, world, shape);
            await mendIndex(world, configDir);
          },
        };
      };
      return compare({
        what: 'ai-chat ask -s x, 2,000 messages',
        against: '2 messages',
        ours: await talk(2000),
        theirs: await talk(2),
        goals: { wallMs: 1.6, peakMb: null },
        runs: 31,
        factor,
      });
    },
  },
  {
    name: 'search',
    async measure(world, factor) {
      const store = await large(world);
      const found = { ...world.aiChat(['history', 'search', NEEDLE.toLowerCase()], store) };
      const goals = { wallMs: 4 };
      return compare({
        what: 'ai-chat history search, 10,000 conversations, 100 MB',
        against: 'grep -ril',
        ours: { ...found, check: hits((line) => line.startsWith('bench')) },
        theirs: {
          command: ['grep', '-ril', NEEDLE.toLowerCase(), store.folder],
          check: (stdout) => stdout.split('\n').filter((line) => line.endsWith('.json')).length === 20,
        },
        goals,
        factor,
      });
    },
  },
];
