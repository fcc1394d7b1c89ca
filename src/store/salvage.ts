import {
  afterSpace,
  CLOSE_BRACKET,
  COLON,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  scanString,
  scanValue,
} from '../json/scan.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { hasSubstance } from './message-format.ts';

/** What is left of a document: fields as far as they are there, and every message that is whole. */
export type Salvaged = JsonObject & { readonly messages: readonly JsonObject[] };

/** What may be taken for a field of the document itself behind a damaged place, where it might as well be a message's. */
const HEAD_FIELDS = new Set(['version', 'name', 'title', 'kind', 'model', 'baseUrl', 'systemPrompt']);

/**
 * Reads a conversation's document that was cut off or damaged: field by field, and its messages one by one. What can't be read is
 * passed over. Takes time in proportion to its length, whatever is in it.
 */
export function salvageDocument(bytes: Uint8Array): Salvaged {
  const fields = new Map<string, unknown>();
  let messages: readonly JsonObject[] | undefined;
  let isDamaged = false;
  for (let at = 0; ; ) {
    const member = nextMember(bytes, at);
    if (!member) break;
    isDamaged ||= !isBetweenMembers(bytes, at, member.start);
    const { name, valueAt } = member;
    if (name === 'messages' && bytes[valueAt] === OPEN_BRACKET && !messages) {
      const array = salvageMessages(bytes, valueAt + 1);
      messages = array.messages;
      at = array.end;
      continue;
    }
    const value = readValue(bytes, valueAt);
    if (value.kind === 'cut') break;
    if (value.kind === 'broken') isDamaged = true;
    else if (!fields.has(name) && (!isDamaged || HEAD_FIELDS.has(name))) fields.set(name, value.value);
    at = value.end;
  }
  // Where not even that word is left, they may still be.
  messages ??= salvageMessages(bytes, 0).messages;
  return completed({ ...Object.fromEntries(fields), messages });
}

/** The document that a whole JSON value with damaged messages was meant to be; undefined when it has not one that is whole. */
export function salvageValue(value: unknown): Salvaged | undefined {
  if (!isJsonObject(value) || !Array.isArray(value.messages)) return undefined;
  const messages = (value.messages as unknown[]).filter(isMessageLike);
  return messages.length > 0 ? completed({ ...value, messages }) : undefined;
}

/** Where a document does not say when it was made and used, its messages do. A newer version is still to be left alone. */
function completed(document: Salvaged): Salvaged {
  const { messages } = document;
  const [first, last] = [messages[0]?.createdAt, messages.at(-1)?.createdAt];
  const { version, createdAt = first, updatedAt = last } = document;
  const isNewer = typeof version === 'number' && version > 1;
  return { version: 1, ...document, ...(isNewer ? {} : { version: 1 }), createdAt, updatedAt };
}

interface Member {
  readonly name: string;
  /** Where its name begins. */
  readonly start: number;
  readonly valueAt: number;
}

/** The next thing that looks like `"name": …`. */
function nextMember(bytes: Uint8Array, from: number): Member | undefined {
  for (let at = from; ; ) {
    const start = bytes.indexOf(QUOTE, at);
    const key = start < 0 ? undefined : scanString(bytes, start);
    if (!key || key.kind === 'cut') return undefined;
    // What closed this one may open the next, when a quote got lost.
    at = key.kind === 'whole' ? key.end - 1 : key.at;
    if (key.kind === 'broken') continue;
    const colon = afterSpace(bytes, key.end);
    if (bytes[colon] !== COLON) continue;
    const name = parse(bytes, start, key.end);
    if (typeof name === 'string') return { name, start, valueAt: afterSpace(bytes, colon + 1) };
  }
}

/** Whether nothing is there but what belongs between two fields, or before the first: a byte order mark may be. */
function isBetweenMembers(bytes: Uint8Array, from: number, to: number): boolean {
  const between = Buffer.from(bytes.subarray(from, to)).toString().trim();
  return between === (from === 0 ? '{' : ',') || (from === 0 && between === '\uFEFF{');
}

type Value =
  | { readonly kind: 'whole'; readonly value: unknown; readonly end: number }
  /** `end`: where to go on looking. */
  | { readonly kind: 'broken'; readonly end: number }
  | { readonly kind: 'cut' };

function readValue(bytes: Uint8Array, start: number): Value {
  const scan = scanValue(bytes, start);
  if (scan.kind === 'cut') return scan;
  if (scan.kind === 'broken') return { kind: 'broken', end: scan.at };
  const value = parse(bytes, start, scan.end);
  return value === undefined ? { kind: 'broken', end: scan.end } : { kind: 'whole', value, end: scan.end };
}

/** The messages in an array whose first element would be at `from`, and where it ends. */
function salvageMessages(
  bytes: Uint8Array,
  from: number,
): { readonly messages: readonly JsonObject[]; readonly end: number } {
  const messages: JsonObject[] = [];
  let mayEnd = true;
  // Inside a string every quote has a backslash before it: what is quoted in one can't be taken for an object.
  for (let at = from; ; ) {
    const next = afterSpace(bytes, at);
    if (mayEnd && bytes[next] === CLOSE_BRACKET) return { messages, end: next + 1 };
    const start = bytes.indexOf(OPEN_BRACE, next);
    const item = start < 0 ? undefined : readValue(bytes, start);
    if (!item || item.kind === 'cut') return { messages, end: bytes.length };
    if (item.kind === 'whole' && isMessageLike(item.value)) messages.push(item.value);
    mayEnd = item.kind === 'whole';
    at = item.end;
  }
}

function isMessageLike(value: unknown): value is JsonObject {
  return isJsonObject(value) && hasSubstance(value);
}

/** Undefined when it is no JSON after all: a number or an escape that is none. */
function parse(bytes: Uint8Array, start: number, end: number): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString());
  } catch {
    return undefined;
  }
}
