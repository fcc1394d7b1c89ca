import type { ChatEvent } from '../conversation/ports.ts';
import { CliError } from '../errors.ts';
import { Answer, isWhole, NotJsonError } from './answer.ts';
import { collect } from './collect.ts';
import type { Deadline } from './deadline.ts';
import type { Asked } from './explain.ts';
import { EndedEarlyError, explainBreak, strayBody } from './explain-break.ts';
import { ServerFailure } from './failures.ts';
import { parseJson } from './json.ts';
import type { Reply } from './open.ts';
import { type BodyKind, sniff } from './sniff.ts';
import { EventParser } from './sse.ts';

/** One event, or an answer that is not streamed, may have this many bytes; Node's strings end at twice that. */
const LARGEST_EVENT = 256 * 1024 * 1024;

/** How much of what is no answer is read, to say what it is. */
const LARGEST_STRAY_BODY = 64 * 1024;

/** By then a body has shown what it is. */
const LONGEST_BEGINNING = 1024;

/** Tab, LF, CR and space. */
const BLANKS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20]);

/**
 * After the finish only usage and `[DONE]` are to come, and where they do, they come at once. A server that holds the
 * connection open instead shall not hold the user for the whole time-out.
 */
const AFTER_FINISH_MS = 2_000;

/**
 * Reads an answer in batches, one for each segment of the network, the last one with its `end`. A failure before any
 * text or reasoning is thrown; after that it is part of the `end`.
 */
export async function* readAnswer(
  reply: Reply,
  deadline: Deadline,
  user: AbortSignal,
  asked: Asked,
): AsyncGenerator<ChatEvent[], void, undefined> {
  const answer = new Answer();
  let broken: unknown;
  try {
    yield* read(reply, answer, deadline, asked);
  } catch (error) {
    broken = error;
  } finally {
    // A server may hold the connection open for ever.
    reply.close();
  }
  answer.close();
  if (user.aborted) yield [...answer.take(), answer.endWith({ finish: 'interrupted' })];
  else if (broken === undefined || (answer.isFinished && !(broken instanceof ServerFailure)))
    yield [...answer.take(), answer.end()];
  else yield [...answer.take(), endBroken(answer, broken, asked)];
}

function endBroken(answer: Answer, broken: unknown, asked: Asked): ChatEvent {
  const error = explainBreak(broken, answer.hasBegun, asked);
  if (answer.hasBegun && error instanceof CliError) return answer.endWith({ finish: 'broken', error });
  throw error;
}

async function* read(
  reply: Reply,
  answer: Answer,
  deadline: Deadline,
  asked: Asked,
): AsyncGenerator<ChatEvent[]> {
  const segments = reply.body[Symbol.asyncIterator]();
  const beginning = await readBeginning(segments, reply.contentType);
  const body = joined(beginning.bytes, segments);
  switch (beginning.kind) {
    case 'events':
      yield* readEvents(body, answer, deadline);
      break;
    case 'json':
      await readDocument(body, answer, asked);
      break;
    case 'other':
      throw strayBody((await collect(body, LARGEST_STRAY_BODY)).bytes.toString(), asked);
  }
}

async function* readEvents(
  body: AsyncIterable<Buffer>,
  answer: Answer,
  deadline: Deadline,
): AsyncGenerator<ChatEvent[]> {
  const parser = new EventParser(LARGEST_EVENT);
  for await (const segment of body) {
    deadline.signal.throwIfAborted();
    const events = parser.push(segment);
    for (const event of events) {
      answer.accept(event);
      if (answer.isDone) return;
    }
    // Comments keep the connection open, but are no sign of life of the model.
    if (events.length === 0) continue;
    const batch = answer.take();
    if (batch.length > 0) {
      deadline.hold();
      yield batch;
      deadline.signal.throwIfAborted();
    }
    deadline.extend(answer.isFinished ? AFTER_FINISH_MS : undefined);
  }
  const last = parser.end();
  if (last !== undefined && isWhole(last)) answer.accept(last);
  if (!answer.isFinished) throw new EndedEarlyError();
}

async function readDocument(body: AsyncIterable<Buffer>, answer: Answer, asked: Asked): Promise<void> {
  const { bytes, error } = await collect(body, LARGEST_EVENT);
  const text = bytes.toString().replace(/^\uFEFF/, '');
  const document = parseJson(text);
  if (document === undefined) throw error ?? new NotJsonError(text);
  if (!answer.acceptWhole(document)) throw strayBody(text, asked);
}

/** As much of the body as tells what it is. */
async function readBeginning(
  segments: AsyncIterator<Buffer>,
  contentType: string,
): Promise<{ bytes: Buffer; kind: BodyKind }> {
  let bytes: Buffer = Buffer.alloc(0);
  for (;;) {
    const { value, done = false } = await segments.next();
    if (!done) bytes = withoutBlanks(Buffer.concat([bytes, value]));
    const beginning = bytes.toString('utf8', 0, LONGEST_BEGINNING);
    const kind = sniff(beginning, contentType, done || bytes.length >= LONGEST_BEGINNING);
    if (kind !== undefined) return { bytes, kind };
  }
}

/** What white space, which keeps a connection alive for as long as the server likes, leaves of the beginning. */
function withoutBlanks(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => !BLANKS.has(byte));
  return start === -1 ? Buffer.alloc(0) : bytes.subarray(start);
}

async function* joined(beginning: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield beginning;
  yield* { [Symbol.asyncIterator]: () => rest };
}
