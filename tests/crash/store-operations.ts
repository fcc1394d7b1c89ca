import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConversationStore } from '../../src/conversation/ports.ts';
import type { Conversation } from '../../src/conversation/types.ts';
import type { Clock } from '../../src/runtime.ts';
import { type FileSystem, nodeFileSystem } from '../../src/store/file-system.ts';
import { machineProcesses } from '../../src/store/processes.ts';
import {
  at,
  clock,
  conversation,
  encodeConversation,
  type Fixture,
  message,
  openStore,
  putFile,
} from '../store/fixture.ts';

/** What every operation starts from. */
export interface World {
  readonly fixture: Fixture;
  readonly trip: Conversation;
  readonly other: Conversation;
  readonly old: Conversation;
}

const trip = conversation({
  id: 'trip1',
  name: 'trip',
  updatedAt: at(5),
  messages: [message('one'), message('two')],
});
const other = conversation({ id: 'other1', updatedAt: at(4), messages: [message('other')] });
const old = conversation({ id: 'old1', updatedAt: at(1), messages: [message('old')] });
const fresh = conversation({ id: 'new1', name: 'new', updatedAt: at(9), messages: [message('new')] });
const said = message('three');
const imported = [1, 2].map((n) =>
  conversation({ id: `in${n}`, updatedAt: at(n), messages: [message(`in${n}`)] }),
);

/** Without flushes, which take most of the time and guard against power cuts alone. */
const quick: FileSystem = { ...nodeFileSystem, fdatasyncSync: () => {} };

export async function makeWorld(configDir?: string): Promise<World> {
  const fixture = openStore(configDir, { fs: quick });
  for (const document of [old, other, trip]) await fixture.store.create(document);
  return { fixture, trip, other, old };
}

export interface Operation {
  readonly name: string;
  /** Done to the world first. */
  readonly prepare?: (world: World) => void;
  /** Whether it succeeds with less than everything, and says so. */
  readonly isBestEffort?: boolean;
  readonly act: (store: ConversationStore) => Promise<unknown>;
}

const tear = ({ fixture }: World): void => {
  const bytes = encodeConversation(trip);
  putFile(fixture, trip.id, bytes.subarray(0, bytes.indexOf('two') + 2));
};

export const OPERATIONS: readonly Operation[] = [
  { name: 'create', act: (store) => store.create(fresh) },
  { name: 'open by a name that is new', act: (store) => store.openNamed('new', () => fresh) },
  {
    name: 'update',
    act: (store) =>
      store.update(trip, (current) => ({
        ...current,
        updatedAt: at(9),
        messages: [...current.messages, said],
      })),
  },
  { name: 'rename', act: (store) => store.rename(other.id, 'journey') },
  { name: 'delete', act: (store) => store.remove([trip.id, other.id]) },
  { name: 'clear what is old', act: (store) => store.clear({ olderThan: Date.parse(at(3)) }) },
  { name: 'clear', act: (store) => store.clear({}) },
  { name: 'import', act: (store) => store.import(JSON.stringify(imported)) },
  {
    name: 'list without an index',
    prepare: ({ fixture }) => writeFileSync(join(fixture.configDir, 'index.jsonl'), 'garbage'),
    act: (store) => store.list({ limit: 0 }),
  },
  { name: 'check', act: (store) => store.check({ repair: false }) },
  {
    name: 'repair of a torn file',
    prepare: tear,
    isBestEffort: true,
    act: (store) => store.check({ repair: true }),
  },
  {
    name: 'repair of what was left over',
    isBestEffort: true,
    prepare({ fixture }) {
      const more = { ...trip, messages: [...trip.messages, said] };
      writeFileSync(join(fixture.dir, `.${trip.id}.json.x1.tmp`), encodeConversation(more));
      const { pid, host } = machineProcesses;
      // Nothing here waits for a lock while it holds one: who had our number before is gone.
      const lock = JSON.stringify({ pid, host, token: 'x2' });
      writeFileSync(join(fixture.configDir, 'conversations.lock'), lock);
    },
    act: (store) => store.check({ repair: true }),
  },
];

/** In a minute, and in a hurry: no lock makes anyone wait for long. */
const later: Clock = (() => {
  let ticks = 0;
  return { ...clock, now: () => Date.now() + 60_000, monotonic: () => ticks++ * 600 };
})();

/** Another process's view of the same files, later. */
export function reopen({ configDir }: Fixture): Fixture {
  return openStore(configDir, { clock: later, fs: quick });
}

/** Every conversation that is there, by id. */
export async function contentsOf({ store }: Fixture): Promise<ReadonlyMap<string, Conversation>> {
  const { conversations } = await store.list({ limit: 0 });
  const documents = await Promise.all(conversations.map(({ id }) => store.load(id)));
  return new Map(documents.map((document) => [document.id, document]));
}

/** What does not belong in a config dir when nobody is at work. */
export function strays({ configDir }: Pick<Fixture, 'configDir'>): readonly string[] {
  const names = readdirSync(configDir, { recursive: true }).map(String);
  return names.filter((name) => /\.tmp$|\.lock(\.|$)|\.damaged-/.test(name));
}
