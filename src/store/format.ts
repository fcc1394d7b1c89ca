import { constants, isUtf8 } from 'node:buffer';
import { titleOf } from '../conversation/title.ts';
import type { Conversation, Message } from '../conversation/types.ts';
import { CliError } from '../errors.ts';
import { isJsonObject, type JsonObject, stringIn, timeIn } from './json.ts';
import { decodeMessages } from './message-format.ts';

/** What a document turned out to be. */
export type Decoded =
  | { readonly kind: 'ok'; readonly conversation: Conversation }
  /** Written by a newer ai-chat, and to be left alone. `name` as far as this version can tell. */
  | { readonly kind: 'newer'; readonly name: string | null }
  | { readonly kind: 'damaged' };

/** What a document is not asked for, or does not say. */
export interface Origin {
  /** Whatever the document calls itself, it is found under its file's name. */
  readonly id: string;
  /** Asked for the time of a document without one: ISO 8601. */
  time(): string;
}

const VERSION = 1;

/** Reads a conversation's file: UTF-8, as JSON is (RFC 8259, section 8.1); a byte order mark is passed over. */
export function decodeConversation(bytes: Buffer, origin: Origin): Decoded {
  if (!isUtf8(bytes)) return { kind: 'damaged' };
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString().replace(/^\uFEFF/, ''));
  } catch {
    return { kind: 'damaged' };
  }
  return decodeDocument(value, origin);
}

/**
 * Checks a parsed document. Fields that this version does not know are kept, and what is missing is filled in;
 * damaged is what can't be a conversation: no version, or messages that are no messages.
 */
export function decodeDocument(value: unknown, origin: Origin): Decoded {
  if (!isJsonObject(value) || typeof value.version !== 'number') return { kind: 'damaged' };
  if (value.version > VERSION) return { kind: 'newer', name: stringIn(value, 'name') ?? null };
  // Nothing was ever written with a lower one. When 2 comes, the step from 1 to 2 belongs here.
  if (value.version !== VERSION) return { kind: 'damaged' };
  const messages = decodeMessages(value.messages, timeIn(value, 'updatedAt') ?? origin.time());
  return messages ? { kind: 'ok', conversation: complete(value, messages, origin) } : { kind: 'damaged' };
}

function complete(value: JsonObject, messages: readonly Message[], { id, time }: Origin): Conversation {
  const updatedAt = timeIn(value, 'updatedAt') ?? time();
  const known: Conversation = {
    version: VERSION,
    id,
    name: stringIn(value, 'name') || null,
    title: stringIn(value, 'title') ?? titleOf(messages.find(({ role }) => role === 'user')?.content ?? ''),
    kind: value.kind === 'ask' ? 'ask' : 'chat',
    model: stringIn(value, 'model') ?? messages.findLast(({ model }) => model)?.model ?? 'unknown',
    // A conversation goes to its own server alone. One that names none goes nowhere: `demo` is inside the process.
    baseUrl: stringIn(value, 'baseUrl') ?? 'demo',
    systemPrompt: stringIn(value, 'systemPrompt') ?? '',
    createdAt: timeIn(value, 'createdAt') ?? updatedAt,
    updatedAt,
    messages,
  };
  return { ...value, ...known };
}

/** The bytes of a conversation's file, spread over lines for people, `grep` and `diff`. Throws `usage` when there is no writing it. */
export function encodeConversation(conversation: Conversation): Buffer {
  return createEncoder()(conversation);
}

/** What comes before the last question, and its bytes: the same at each save of its answer. */
interface Settled {
  readonly messages: readonly Message[];
  readonly bytes: Buffer;
}

/** Gives {@link encodeConversation} a memory: of a long conversation that is saved again and again, only the end is encoded anew. */
export function createEncoder(): (conversation: Conversation) => Buffer {
  let last: Settled | undefined;
  return (conversation) => {
    const { messages, ...head } = conversation;
    const begun = messages.findLastIndex(({ role }) => role === 'user');
    try {
      if (begun < 1) return Buffer.from(`${JSON.stringify({ ...head, messages }, null, 2)}\n`);
      const settled = messages.slice(0, begun);
      if (!last || !isSame(last.messages, settled)) last = { messages: settled, bytes: itemsOf(settled) };
      const { bytes } = last;
      const start = JSON.stringify({ ...head, messages: [] }, null, 2).slice(0, -EMPTY_END.length);
      const end = itemsOf(messages.slice(begun));
      // Each part is a string that can be made; the whole has to be one, too, when it is read.
      const length = start.length + bytes.length + end.length + AROUND_BYTES;
      if (length > constants.MAX_STRING_LENGTH) throw new RangeError('longer than a string can be');
      return Buffer.concat([Buffer.from(`${start}${LIST_START}`), bytes, SEPARATOR, end, LIST_END]);
    } catch (error) {
      // Half a gigabyte is the longest string there is, and unknown fields may be nested deeper than the stack.
      if (!(error instanceof RangeError)) throw error;
      throw new CliError(
        'usage',
        `conversation ${conversation.id} is too large or too deeply nested to be written`,
        {
          hint: 'begin a new one; this one stays as it is',
          cause: error,
        },
      );
    }
  };
}

/** How a document ends that has no messages, and what stands around and between them. */
const EMPTY_END = '[]\n}';
const LIST_START = '[\n';
const LIST_END = Buffer.from('\n  ]\n}\n');
const SEPARATOR = Buffer.from(',\n');
const AROUND_BYTES = LIST_START.length + SEPARATOR.length + LIST_END.length;
/** What {@link itemsOf} takes away again. */
const WRAPPER = { start: '{\n  "messages": [\n', end: '\n  ]\n}' };

/** Messages as they stand in a document. One call for all: one for each of 2,000 takes three times as long. */
function itemsOf(messages: readonly Message[]): Buffer {
  const text = JSON.stringify({ messages }, null, 2);
  return Buffer.from(text.slice(WRAPPER.start.length, -WRAPPER.end.length));
}

function isSame(some: readonly Message[], others: readonly Message[]): boolean {
  return some.length === others.length && some.every((message, at) => message === others[at]);
}
