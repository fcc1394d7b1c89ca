import { writeSync } from 'node:fs';
import { argv, exit, pid } from 'node:process';
import type { Message } from '../../src/conversation/types.ts';
import { createConversationStore } from '../../src/store/conversation-store.ts';
import { withLock } from '../../src/store/lock.ts';
import { withoutRoomForLocks } from './no-room.ts';

// Another ai-chat, as far as the store can tell: `node worker.mjs JOB CONFIG_DIR ARGUMENT...`. It is built and run by
// processes.ts, and says on stdout, a line each, what it has done.
const [job = '', configDir = '', ...rest] = argv.slice(2);
let ids = 0;
const newId = () => `p${pid}n${ids++}`;
const say = (line: string) => writeSync(1, `${line}\n`);
const clock = { now: Date.now, monotonic: () => performance.now(), after: () => () => undefined };
const fs = rest.includes('no room') ? withoutRoomForLocks() : undefined;
const store = createConversationStore({
  configDir,
  clock,
  newId,
  warn: say,
  note: () => undefined,
  platform: 'linux',
  ...(fs && { fs }),
});
const now = () => new Date().toISOString();
const question = (): Message => ({ id: newId(), role: 'user', content: `from ${pid}`, createdAt: now() });
const blank = (name: string | null) => ({
  version: 1 as const,
  id: newId(),
  name,
  title: 'Hello',
  kind: 'ask' as const,
  model: 'a-model',
  baseUrl: 'https://api.example.com/v1',
  systemPrompt: '',
  createdAt: now(),
  updatedAt: now(),
  messages: [],
});

/** Adds `count` messages to the conversation called `name`, which need not be there. */
async function talk(name: string, count: number): Promise<void> {
  let conversation = await store.openNamed(name, () => blank(name));
  for (let n = 0; n < count; n++) {
    const message = question();
    conversation = await store.update(conversation, (current) => ({
      ...current,
      updatedAt: now(),
      messages: [...current.messages, message],
    }));
    say(message.id);
  }
}

/** Begins `count` conversations of its own. */
async function begin(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const conversation = { ...blank(null), messages: [question()] };
    await store.create(conversation);
    say(conversation.id);
  }
}

/** Takes the lock of `path` and stands still with it. */
async function stand(path: string): Promise<void> {
  await withLock(path, {}, (lock) => {
    say('locked');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    lock.confirm();
  });
}

if (job === 'talk') await talk(rest[0] ?? '', Number(rest[1]));
else if (job === 'begin') await begin(Number(rest[0]));
else if (job === 'stand') await stand(rest[0] ?? '');
else exit(1);
