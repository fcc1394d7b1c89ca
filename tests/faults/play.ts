import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Conversation } from '../../src/conversation/types.ts';
import { answer, type FakeServer, type Reply, startFakeServer } from '../helpers/fake-server.ts';
import { type RunResult, run } from '../helpers/run.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { type Fault, KEY } from './fault.ts';

/** One run of the binary against a server that plays a fault, and all that came of it. */
export interface Played {
  readonly result: RunResult;
  /** What the server was told: for each request its messages, `role: content`. */
  readonly requests: readonly (readonly string[])[];
  /** The conversation on disk; undefined when there is none. */
  readonly stored: Conversation | undefined;
  /** All that the run could write to. */
  readonly home: string;
  readonly config: string;
}

/** What was asked first, and in a chat next. */
export const QUESTION = 'hi';
export const NEXT_QUESTION = 'still there?';
/** What the server, well again, answers then. */
export const NEXT_ANSWER = 'yes';

/** Asks once. */
export function playAsk(fault: Fault): Promise<Played> {
  return play(fault, ['ask', QUESTION], fault.replies);
}

/** The same in a chat on a pipe, and after it one more line, which is answered. */
export function playChat(fault: Fault): Promise<Played> {
  const { requests = 1 } = fault.outcome;
  const last = fault.replies.at(-1);
  const missing = Array.from({ length: requests - fault.replies.length }, () => last ?? answer(''));
  const replies = [...fault.replies, ...missing].slice(0, requests);
  return play(fault, ['chat'], [...replies, answer(NEXT_ANSWER)], `${QUESTION}\n${NEXT_QUESTION}\n`);
}

async function play(
  { flags = [], env }: Fault,
  [command, ...words]: readonly [string, ...string[]],
  replies: readonly Reply[],
  input?: string,
): Promise<Played> {
  const home = tempDir();
  const [config, cwd] = [join(home, 'config'), join(home, 'work')];
  mkdirSync(cwd);
  const server = await startFakeServer(replies);
  try {
    const result = await run([command, ...flags, ...words], {
      cwd,
      env: {
        HOME: home,
        AI_CHAT_CONFIG_DIR: config,
        OPENAI_BASE_URL: server.baseUrl,
        OPENAI_API_KEY: KEY,
        ...env,
      },
      ...(input === undefined ? {} : { input }),
    });
    return { result, requests: server.requests.map(said), stored: storedIn(config), home, config };
  } finally {
    await server.close();
  }
}

function said({ json }: FakeServer['requests'][number]): string[] {
  return (json?.messages ?? []).map(({ role, content }) => `${role}: ${content}`);
}

function storedIn(config: string): Conversation | undefined {
  const folder = join(config, 'conversations');
  const [name] = existsSync(folder) ? readdirSync(folder) : [];
  return name === undefined ? undefined : JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
