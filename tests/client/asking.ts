import { onTestFinished } from 'vitest';
import { createChatModel, type Endpoint } from '../../src/client/chat-model.ts';
import type { ChatEnd, ChatEvent, ChatRequest } from '../../src/conversation/ports.ts';
import { CliError } from '../../src/errors.ts';
import { createRedactor } from '../../src/terminal/redact.ts';
import { type FakeServer, type Reply, startFakeServer } from '../helpers/fake-server.ts';
import { FakeClock } from './fake-clock.ts';

export const KEY = 'sk-test-0123456789abcdef';

export const QUESTION: ChatRequest = {
  model: 'test-model',
  messages: [
    { role: 'system', content: 'You are a helpful assistant.' },
    { role: 'user', content: 'Say hi' },
  ],
};

/** What came of one request. */
export interface Outcome {
  readonly text: string;
  readonly reasoning: string;
  readonly notices: readonly string[];
  /** Undefined when it threw instead. */
  readonly end: ChatEnd | undefined;
  /** What was thrown, or what the end carries. */
  readonly error: CliError | undefined;
  /** The waits between tries, in milliseconds; they were skipped. */
  readonly waits: readonly number[];
}

export interface AskOptions {
  readonly endpoint?: Partial<Endpoint>;
  readonly request?: Partial<ChatRequest>;
  readonly signal?: AbortSignal;
  /** From then on time flies, a second a turn of the event loop. */
  readonly timeFliesAfter?: Promise<unknown>;
  /** Told each event before the next one is asked for. */
  readonly onEvent?: (event: ChatEvent, clock: FakeClock) => void | Promise<void>;
}

/** A server for one test. */
export async function serve(replies: readonly Reply[], options: { tls?: boolean } = {}): Promise<FakeServer> {
  const server = await startFakeServer(replies, options);
  onTestFinished(() => server.close());
  return server;
}

export function endpointOf(baseUrl: string, changes: Partial<Endpoint> = {}): Endpoint {
  const redactor = createRedactor();
  redactor.add(changes.apiKey ?? KEY);
  return {
    baseUrl,
    apiKey: KEY,
    keySource: 'the environment (OPENAI_API_KEY)',
    timeoutMs: 300_000,
    maxRetries: 2,
    env: {},
    clock: new FakeClock(),
    userAgent: 'ai-chat/test',
    redact: redactor.redact,
    ...changes,
  };
}

/** Begins to ask the server at `baseUrl`; nothing happens before the first event is asked for. */
export function startStream(
  baseUrl: string,
  signal = new AbortController().signal,
): AsyncIterator<ChatEvent> {
  return createChatModel(endpointOf(baseUrl)).stream(QUESTION, signal)[Symbol.asyncIterator]();
}

/** Asks the server at `baseUrl` once, and skips the waits between tries. */
export async function ask(baseUrl: string, options: AskOptions = {}): Promise<Outcome> {
  const clock = new FakeClock();
  const model = createChatModel(endpointOf(baseUrl, { clock, ...options.endpoint }));
  const signal = options.signal ?? new AbortController().signal;
  const events: ChatEvent[] = [];
  let thrown: CliError | undefined;
  let isOver = false;
  const timeFlies = options.timeFliesAfter?.then(async () => {
    while (!isOver) {
      clock.advance(1_000);
      await new Promise(setImmediate);
    }
  });
  try {
    for await (const event of model.stream({ ...QUESTION, ...options.request }, signal)) {
      events.push(event);
      if (event.type === 'notice' && event.text.includes('again in')) clock.skipNext();
      await options.onEvent?.(event, clock);
    }
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    thrown = error;
  } finally {
    isOver = true;
  }
  await timeFlies;
  return summarize(events, thrown, clock.skipped);
}

/** Asks a server that gives `replies`. */
export async function askServer(
  replies: readonly Reply[],
  options: AskOptions = {},
): Promise<Outcome & { requests: number }> {
  const server = await serve(replies);
  const outcome = await ask(server.baseUrl, options);
  return { ...outcome, requests: server.requests.length };
}

function summarize(
  events: readonly ChatEvent[],
  thrown: CliError | undefined,
  waits: readonly number[],
): Outcome {
  const ends = events.filter((event) => event.type === 'end');
  if (
    ends.length + (thrown === undefined ? 0 : 1) !== 1 ||
    (ends.length === 1 && events.at(-1) !== ends[0])
  ) {
    throw new Error(`not exactly one end, at the end: ${JSON.stringify(events)}`);
  }
  const textOf = (type: 'text' | 'reasoning' | 'notice') =>
    events.flatMap((event) => (event.type === type ? [event.text] : []));
  return {
    text: textOf('text').join(''),
    reasoning: textOf('reasoning').join(''),
    notices: textOf('notice'),
    end: ends[0],
    error: thrown ?? ends[0]?.error,
    waits,
  };
}
