import type { ChatEnd, ChatEvent } from '../conversation/ports.ts';
import type { Finish, Usage } from '../conversation/types.ts';
import { CliError } from '../errors.ts';
import { Channels } from './channels.ts';
import { type ChunkContents, readChunk } from './chunk.ts';
import { findError, readErrorBody } from './error-body.ts';
import { TRY_AGAIN } from './explain.ts';
import { ServerFailure } from './failures.ts';
import { isObject, parseJson } from './json.ts';
import type { ServerSentEvent } from './sse.ts';

/** The last data of a stream, by OpenAI's protocol. */
const DONE = '[DONE]';

/** Thrown at data that is not JSON. */
export class NotJsonError extends Error {
  readonly data: string;

  constructor(data: string) {
    super('an event that is not JSON');
    this.data = data;
  }
}

/** What the pieces of one answer add up to. */
export class Answer {
  #pending: ChatEvent[] = [];
  readonly #channels = new Channels((event) => this.#pending.push(event));
  #hasBegun = false;
  #hasRefusal = false;
  #isDone = false;
  #finish: Finish | undefined;
  #usage: Usage | undefined;

  /** `[DONE]` came, or the whole answer at once: the server has no more to say. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** The server said why the answer ended, or that it did; at most usage may follow. */
  get isFinished(): boolean {
    return this.#isDone || this.#finish !== undefined;
  }

  /** Some text or reasoning came. */
  get hasBegun(): boolean {
    return this.#hasBegun || this.#pending.length > 0;
  }

  /** Throws {@link ServerFailure} when `event` tells of an error, and {@link NotJsonError}. */
  accept({ name, data }: ServerSentEvent): void {
    if (isDone(data)) {
      this.#isDone = true;
      return;
    }
    if (name === 'error') throw new ServerFailure(undefined, readErrorBody(data));
    const value = parseJson(data);
    if (value !== undefined) this.#acceptJson(value);
    else if (data.trim() !== '' && (name === '' || name === 'message')) throw new NotJsonError(data);
  }

  /** A whole answer in one JSON document. False when it is none; throws {@link ServerFailure} when it is an error. */
  acceptWhole(document: unknown): boolean {
    this.#acceptJson(document);
    this.#isDone = isObject(document) && Array.isArray(document.choices);
    return this.#isDone;
  }

  /** The text and reasoning that came since the last call. */
  take(): ChatEvent[] {
    const taken = this.#pending;
    if (taken.length > 0) {
      this.#hasBegun = true;
      this.#pending = [];
    }
    return taken;
  }

  /** No more will come: what was still held back counts as it is. */
  close(): void {
    this.#channels.end();
  }

  /** The end of an answer that the server finished. */
  end(): ChatEnd {
    const finish = this.#hasRefusal ? 'refusal' : (this.#finish ?? 'stop');
    if (finish !== 'broken') return this.endWith({ finish });
    const error = new CliError('incomplete', 'the server broke off the answer', { hint: TRY_AGAIN });
    return this.endWith({ finish, error });
  }

  endWith(end: Omit<ChatEnd, 'type' | 'usage'>): ChatEnd {
    return { type: 'end', ...end, ...(this.#usage === undefined ? {} : { usage: this.#usage }) };
  }

  #acceptJson(value: unknown): void {
    if (isObject(value)) this.#acceptChunk(readChunk(value));
    // Behind the text that it may come with.
    const error = findError(value);
    if (error !== undefined) throw new ServerFailure(undefined, error);
  }

  #acceptChunk(chunk: ChunkContents): void {
    if (chunk.reasoning !== '') this.#channels.reasoning(chunk.reasoning);
    if (chunk.text !== '') this.#channels.text(chunk.text);
    if (chunk.refusal !== '') {
      this.#hasRefusal = true;
      this.#channels.text(chunk.refusal);
    }
    // Some servers close with a `stop` of their own behind what really ended the answer.
    if (this.#finish === undefined || this.#finish === 'stop') this.#finish = chunk.finish ?? this.#finish;
    this.#usage = chunk.usage ?? this.#usage;
  }
}

/** Whether an event that the end of the stream left without its blank line can be read all the same. */
export function isWhole({ name, data }: ServerSentEvent): boolean {
  return isDone(data) || name === 'error' || parseJson(data) !== undefined;
}

function isDone(data: string): boolean {
  return data.length < 2 * DONE.length && data.replaceAll('"', '').trim() === DONE;
}
