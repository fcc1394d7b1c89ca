import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Conversation } from '../../src/conversation/types.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { decodeConversation } from '../../src/store/format.ts';
import { isAbandoned } from '../../src/store/lock.ts';
import { testHome } from '../helpers/home.ts';
import { type Running, run, start } from '../helpers/run.ts';
import { openStore } from '../store/fixture.ts';
import { type Operation, STORED } from './kill-operations.ts';

/** Numbers between 0 and 1, the same for the same seed (mulberry32, public domain). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A server whose requests can be looked at. */
interface Server {
  readonly baseUrl: string;
  readonly requests: readonly { readonly json: unknown }[];
}

/** Runs `operation` on a store of its own, kills it at a random moment, and looks at what is left. */
export async function killOnce(
  operation: Operation,
  server: Server,
  random: () => number,
  name: string,
): Promise<void> {
  const configDir = join(testHome().home, name);
  const fixture = openStore(configDir);
  for (const document of STORED) await fixture.store.create(document);
  writeFileSync(join(configDir, 'config.json'), '{"model":"a-model"}\n', { mode: 0o600 });
  const env = { AI_CHAT_CONFIG_DIR: configDir, OPENAI_BASE_URL: server.baseUrl };
  const args = operation.args.map((word) => word.replace('BASE_URL', server.baseUrl));
  const asked = server.requests.length;

  const running = start(args, { env, ...(operation.input === undefined ? {} : { input: operation.input }) });
  await killSometime(running, configDir, random);
  const { code } = await running.result;

  // Other runs ask the same server: what they ask is told apart by who asks, which no request says. So runs take turns.
  const requests = server.requests.slice(asked).map(({ json }) => JSON.stringify(json));
  const sent = operation.questions.filter((question) =>
    requests.some((request) => request.includes(question)),
  );
  expectIntact(configDir, operation, { isDone: code === 0, sent });
  const locks = readdirSync(configDir).filter((file) => file.endsWith('.lock'));
  // One that was made and not written yet names nobody: a moment has to pass. Let it have passed.
  const before = (Date.now() - 500) / 1000;
  for (const file of locks) utimesSync(join(configDir, file), before, before);
  const stuck = locks.filter((file) => !isAbandoned(nodeFileSystem, join(configDir, file), Date.now()));
  expect(stuck, 'a lock that the next command has to wait for').toEqual([]);

  const repaired = await run(['history', 'check', '--repair'], { env });
  expect([repaired.code, repaired.stderr]).toEqual([0, expect.not.stringContaining('warning')]);
  expect(readdirSync(configDir, { recursive: true }).map(String).filter(isStray)).toEqual([]);
  expectIntact(configDir, operation, { isDone: code === 0, sent });
}

function isStray(name: string): boolean {
  return /\.tmp$|\.lock(\.|$)|\.damaged-/.test(name);
}

/** At a random moment of its life, or, more often, just after it has changed something on the disk. */
async function killSometime(running: Running, configDir: string, random: () => number): Promise<void> {
  if (random() < 0.3) {
    await new Promise((resolve) => setTimeout(resolve, random() * 400));
    running.kill('SIGKILL');
    return;
  }
  let changesLeft = 1 + Math.floor(random() * 12);
  const onChange = () => {
    if (--changesLeft <= 0) running.kill('SIGKILL');
  };
  const watchers = [configDir, join(configDir, 'conversations')].map((folder) => watch(folder, onChange));
  for (const watcher of watchers) watcher.on('error', () => {});
  await running.result;
  for (const watcher of watchers) watcher.close();
}

interface Acknowledged {
  /** Whether the command ended with 0. */
  readonly isDone: boolean;
  /** The questions that reached the server. */
  readonly sent: readonly string[];
}

/** Every file parses, and nothing that was acknowledged is gone. */
function expectIntact(configDir: string, operation: Operation, { isDone, sent }: Acknowledged): void {
  const folder = join(configDir, 'conversations');
  const stored = new Map<string, Conversation>();
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.endsWith('.json')) continue;
    const id = name.slice(0, -'.json'.length);
    const decoded = decodeConversation(readFileSync(join(folder, name)), { id, time: () => '' });
    if (decoded.kind !== 'ok') throw new Error(`${name} is ${decoded.kind}`);
    stored.set(id, decoded.conversation);
  }
  const config = JSON.parse(readFileSync(join(configDir, 'config.json'), 'utf8')) as Record<string, unknown>;

  const kept = STORED.filter(({ id }) => stored.has(id) || !operation.takes.includes(id));
  for (const { id, messages } of kept) {
    expect(stored.get(id)?.messages.slice(0, messages.length), id).toEqual(messages);
  }
  const said = [...stored.values()].flatMap(({ messages }) => messages.map(({ content }) => content));
  expect(said).toEqual(expect.arrayContaining([...sent]));
  if (isDone) expect(operation.isDone(stored, config)).toBe(true);
}

/** An empty folder for the files that operations read. */
export function scratchFolder(): string {
  const folder = join(testHome().home, 'files');
  mkdirSync(folder, { recursive: true });
  return folder;
}
