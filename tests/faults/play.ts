import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Conversation } from '../../src/conversation/types.ts';
import { answer, type Reply, startFakeServer } from '../helpers/fake-server.ts';
import type { RequestJson } from '../helpers/http-request.ts';
import { type RunResult, run } from '../helpers/run.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { type Fault, KEY } from './fault.ts';

/** One run of the binary against a server that plays faults, and all that came of it. */
export interface Played {
  readonly result: RunResult;
  /** What the server was sent. */
  readonly requests: readonly RequestJson[];
  /** The conversation on disk; undefined when there is none. */
  readonly stored: Conversation | undefined;
  /** All that the run could write to. */
  readonly home: string;
  readonly config: string;
}

export const QUESTION = 'hi';
/** What is asked in a chat behind each fault, and what the server, well again, answers. */
export const NEXT_QUESTION = 'still there?';
export const NEXT_ANSWER = 'yes';

/** Asks once. */
export function playAsk(fault: Fault): Promise<Played> {
  return play(fault, ['ask', QUESTION], fault.replies);
}

/** Asks in one chat on a pipe, one fault after the other, and after each of them once more, which is answered. */
export function playChat(faults: readonly Fault[]): Promise<Played> {
  const replies = faults.flatMap((fault) => [...repliesOf(fault), answer(NEXT_ANSWER)]);
  const lines = faults.flatMap(({ when }) => [when, NEXT_QUESTION]);
  return play(faults[0], ['chat'], replies, `${lines.join('\n')}\n`);
}

/** As many as the fault takes: the last one repeats. */
function repliesOf({ replies, outcome: { requests = 1 } }: Fault): Reply[] {
  return Array.from({ length: requests }, (_, at) => replies[at] ?? replies.at(-1) ?? answer(''));
}

async function play(
  { flags = [], env }: Pick<Fault, 'flags' | 'env'> = {},
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
    const requests = server.requests.map(({ json }) => json ?? {});
    return { result, requests, stored: storedIn(config), home, config };
  } finally {
    await server.close();
  }
}

function storedIn(config: string): Conversation | undefined {
  const folder = join(config, 'conversations');
  const [name] = existsSync(folder) ? readdirSync(folder) : [];
  return name === undefined ? undefined : JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
