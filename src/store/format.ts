import { isUtf8 } from 'node:buffer';
import { titleOf } from '../conversation/title.ts';
import type { Conversation, Message } from '../conversation/types.ts';
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
