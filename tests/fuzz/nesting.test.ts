import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll } from 'vitest';
import { type FakeServer, reply, sse, startFakeServer } from '../helpers/fake-server.ts';
import { fuzz } from './kit.ts';
import { expectNoFault } from './promises.ts';
import { inNewWorld } from './world.ts';

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer([]);
});
afterAll(() => server.close());

/** What encloses what, over and over. */
const LAYERS = ['[', '{"x":', '{"error":', '{"detail":', '[{"detail":', '{"error":[', '{"choices":['];
/** Where it stands: in a reply of a server, or in a file. */
const PLACES = {
  'an error': '{"error":HERE}',
  'a field of an error': '{"error":{"x":HERE}}',
  'a refusal': '{"detail":HERE}',
  'a choice': '{"choices":[{"error":HERE}]}',
  'a text': '{"choices":[{"delta":{"content":HERE}}]}',
  usage: '{"choices":[],"usage":HERE}',
  all: 'HERE',
} as const;

const CONVERSATION = {
  version: 1,
  id: 'abcdefghijkl',
  name: 'mine',
  title: 't',
  kind: 'ask',
  model: 'm',
  baseUrl: 'demo',
  systemPrompt: '',
  createdAt: '2026-01-02T03:04:05.678Z',
  updatedAt: '2026-01-02T03:04:05.678Z',
  messages: [],
};

const nested = (layer: string, depth: number) => {
  const closers = [...layer].reverse().flatMap((open) => (open === '[' ? [']'] : open === '{' ? ['}'] : []));
  return `${layer.repeat(depth)}0${closers.join('').repeat(depth)}`;
};

const layer = fc.constantFrom(...LAYERS);
const depth = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1000, max: 100_000 }));

fuzz(
  'nesting in a reply',
  fc.record({
    layer,
    depth,
    place: fc.constantFrom(...(Object.keys(PLACES) as (keyof typeof PLACES)[])),
    status: fc.constantFrom(200, 400, 500),
    isStream: fc.boolean(),
  }),
  ({ layer, depth, place, status, isStream }) =>
    inNewWorld(async (world) => {
      const json = PLACES[place].replace('HERE', nested(layer, depth));
      server.setReplies(
        isStream
          ? sse([`data: ${json}\n\n`], { status })
          : reply([json], { status, headers: { 'Content-Type': 'application/json' } }),
      );
      expectNoFault(await world.run(['ask', 'hi'], { env: { OPENAI_BASE_URL: server.baseUrl } }));
    }),
  { runs: 20 },
);

fuzz(
  'nesting in a file',
  fc.record({
    layer,
    depth,
    command: fc.constantFrom(
      ['history'],
      ['history', 'show', 'mine', '--json'],
      ['history', 'export', 'mine', '--format', 'json'],
      ['history', 'rename', 'mine', 'other'],
      ['history', 'import', 'in.json'],
      ['history', 'check', '--repair'],
      ['ask', '--demo', '-s', 'mine', 'hi'],
      ['chat', '--demo', '-s', 'mine'],
      ['config', 'list', '--json'],
      ['config', 'set', 'model', 'm'],
    ),
  }),
  ({ layer, depth, command }) =>
    inNewWorld(async (world) => {
      const more = nested(layer, depth);
      const conversation = JSON.stringify(CONVERSATION).replace(/\}$/, `,"more":${more}}`);
      const folder = join(world.config, 'conversations');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'abcdefghijkl.json'), conversation);
      writeFileSync(join(world.config, 'config.json'), `{"more":${more}}`);
      writeFileSync(join(world.cwd, 'in.json'), `[${conversation}]`);
      expectNoFault(await world.run(command));
    }),
  { runs: 10 },
);
