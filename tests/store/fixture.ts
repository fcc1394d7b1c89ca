import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import type { ConversationStore } from '../../src/conversation/ports.ts';
import type { Conversation, Message } from '../../src/conversation/types.ts';
import type { Clock } from '../../src/runtime.ts';
import { createCodec } from '../../src/store/codec.ts';
import { createConversationStore } from '../../src/store/conversation-store.ts';
import { type FileSystem, nodeFileSystem } from '../../src/store/file-system.ts';
import { tempDir } from '../helpers/temp-dir.ts';

export const clock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  after: () => () => undefined,
};

let lastId = 0;

/** Ids that are unique in the test process and easy to tell apart. */
export function newId(): string {
  lastId++;
  return `id${String(lastId).padStart(4, '0')}`;
}

export interface Fixture {
  readonly configDir: string;
  /** The folder of the conversations. */
  readonly dir: string;
  readonly store: ConversationStore;
  readonly warnings: string[];
}

/** A store in a folder of its own, or in one that is there: then it is another process's view of the same files. */
export function openStore(
  configDir = join(tempDir(), 'config'),
  options: { fs?: FileSystem; clock?: Clock } = {},
): Fixture {
  const warnings: string[] = [];
  const store = createConversationStore({
    configDir,
    clock,
    newId,
    warn: (message) => warnings.push(message),
    note: () => undefined,
    platform,
    ...options,
  });
  return { configDir, dir: join(configDir, 'conversations'), store, warnings };
}

/** The time, in ISO 8601, `seconds` after the beginning of the tests' year. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
}

export function conversation(fields: Partial<Conversation> = {}): Conversation {
  return {
    version: 1,
    id: newId(),
    name: null,
    title: 'Hello',
    kind: 'ask',
    model: 'a-model',
    baseUrl: 'https://api.example.com/v1',
    systemPrompt: '',
    createdAt: at(0),
    updatedAt: at(0),
    messages: [],
    ...fields,
  };
}

/** The bytes of its file. */
export function encodeConversation(one: Conversation): Buffer {
  return createCodec().encode(one);
}

export function message(content: string, fields: Partial<Message> = {}): Message {
  return { id: newId(), role: 'user', content, createdAt: at(0), ...fields };
}

export function fileOf({ dir }: Fixture, id: string): string {
  return join(dir, `${id}.json`);
}

/** Puts a file where the conversation `id` is, as somebody with an editor would. */
export function putFile(fixture: Fixture, id: string, content: string | Buffer): void {
  mkdirSync(fixture.dir, { recursive: true });
  writeFileSync(fileOf(fixture, id), content);
  touchLater(fixture.dir);
}

/**
 * Dates a file or folder `seconds` later than it is: as if some time had passed since the store's last write. On many
 * systems the clock of files ticks every few ms only.
 */
export function touchLater(path: string, seconds = 0.0105): void {
  const { atimeMs, mtimeMs } = statSync(path);
  utimesSync(path, atimeMs / 1000, mtimeMs / 1000 + seconds);
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Every file under `dir`, as paths in it. */
export function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(dir, name)).isFile())
    .sort();
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A file system on which `method` fails with `code` while `isBroken()`. */
export function failing(
  method: keyof Omit<FileSystem, 'platform'>,
  code: string,
  isBroken = () => true,
): FileSystem {
  const works = nodeFileSystem[method] as (...args: unknown[]) => unknown;
  const fails = (...args: unknown[]) => {
    if (!isBroken()) return works(...args);
    throw Object.assign(new Error(`${code}: refused, ${method}`), { code, syscall: method, errno: -1 });
  };
  return { ...nodeFileSystem, [method]: fails };
}
