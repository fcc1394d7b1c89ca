import { constants, isUtf8 } from 'node:buffer';
import type { Conversation, Message } from '../conversation/types.ts';
import { CliError } from '../errors.ts';
import { type Decoded, decodeConversation, decodeDocument, type Origin } from './format.ts';
import { isJsonObject } from './json.ts';

/**
 * Reads and writes conversations' files, with a memory of the last one: of a long conversation only what was added since is
 * encoded, whether it was read or written before.
 */
export interface Codec {
  /** As {@link decodeConversation}. `bytes` must not change afterwards. */
  decode(bytes: Buffer, origin: Origin): Decoded;
  /**
   * The bytes of the conversation's file, spread over lines for people, `grep` and `diff`; messages that were decoded stand as they stood
   * in theirs. Throws `usage` when there is no writing it.
   */
  encode(conversation: Conversation): Buffer;
}

/** Messages, and how they stand in a document: without what is around them. */
interface Settled {
  readonly messages: readonly Message[];
  readonly bytes: Buffer;
}

const NOTHING: Settled = { messages: [], bytes: Buffer.alloc(0) };

/** A codec that remembers nothing yet. */
export function createCodec(): Codec {
  let settled = NOTHING;

  /** Makes what comes before the last question settled: it is the same at each save of its answer. */
  function settle(messages: readonly Message[]): void {
    if (!startsWith(messages, settled.messages)) settled = NOTHING;
    const from = settled.messages.length;
    const lastQuestion = messages.findLastIndex(({ role }) => role === 'user');
    // Nothing new stands before it, or there is no question at all.
    if (lastQuestion <= from) return;
    const added = messages.slice(from, lastQuestion);
    const parts = [...(from === 0 ? [] : [settled.bytes, SEPARATOR]), itemsOf(added)];
    settled = { messages: [...settled.messages, ...added], bytes: Buffer.concat(parts) };
  }

  return {
    decode(bytes, origin) {
      const parts = partsOf(bytes);
      if (!parts) return decodeConversation(bytes, origin);
      const decoded = decodeDocument(parts.document, origin);
      if (decoded.kind !== 'ok') return decoded;
      const { messages } = decoded.conversation;
      // One that had to be mended does not stand there as it is now.
      if (messages.every((message, at) => message === parts.items[at])) {
        settled = { messages, bytes: parts.itemBytes };
      }
      return decoded;
    },
    encode(conversation) {
      const { messages, ...head } = conversation;
      try {
        settle(messages);
        const known = settled.messages.length;
        if (known === 0) return Buffer.from(`${JSON.stringify({ ...head, messages }, null, 2)}\n`);
        const start = JSON.stringify({ ...head, messages: [] }, null, 2).slice(0, -EMPTY_END.length);
        const end = messages.length === known ? [] : [SEPARATOR, itemsOf(messages.slice(known))];
        const parts = [Buffer.from(`${start}${LIST_START}`), settled.bytes, ...end, LIST_END];
        // Each part is a string that can be made; the whole has to be one, too, when it is read.
        const length = parts.reduce((sum, part) => sum + part.length, 0);
        if (length > constants.MAX_STRING_LENGTH) throw new RangeError('longer than a string can be');
        return Buffer.concat(parts, length);
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
    },
  };
}

/** How a document ends that has no messages, and what stands around and between them. */
const EMPTY_END = '[]\n}';
const LIST_START = '[\n';
const LIST_END = Buffer.from('\n  ]\n}\n');
/** Bytes of the last line. */
const AFTER_LIST = '\n}\n'.length;
const SEPARATOR = Buffer.from(',\n');
/** What comes before the messages, and what {@link itemsOf} takes away again. */
const MESSAGES = '\n  "messages": ';
const WRAPPER = { start: `{${MESSAGES}${LIST_START}`, end: '\n  ]\n}' };
const HEAD_END = Buffer.from(`${MESSAGES}${LIST_START}`);

/** Messages as they stand in a document. One call for all: one for each of 2,000 takes three times as long. */
function itemsOf(messages: readonly Message[]): Buffer {
  const text = JSON.stringify({ messages }, null, 2);
  return Buffer.from(text.slice(WRAPPER.start.length, -WRAPPER.end.length));
}

function startsWith(messages: readonly Message[], beginning: readonly Message[]): boolean {
  return beginning.length <= messages.length && beginning.every((message, at) => message === messages[at]);
}

/** A document taken apart. */
interface Parts {
  readonly document: object;
  /** Its messages, unchecked. */
  readonly items: readonly unknown[];
  readonly itemBytes: Buffer;
}

/**
 * Takes a document apart that looks as if {@link Codec.encode} wrote it; undefined for any other. That both parts are JSON by
 * themselves shows that the list is the document's own and its last field, wherever else these bytes may stand.
 */
function partsOf(bytes: Buffer): Parts | undefined {
  const at = bytes.indexOf(HEAD_END);
  const from = at + HEAD_END.length;
  const to = bytes.length - LIST_END.length;
  if (at < 0 || to <= from || !bytes.subarray(to).equals(LIST_END) || !isUtf8(bytes)) return undefined;
  try {
    const document: unknown = JSON.parse(`${bytes.toString('utf8', 0, from - '\n'.length)}]}`);
    const items: unknown = JSON.parse(
      bytes.toString('utf8', from - LIST_START.length, bytes.length - AFTER_LIST),
    );
    if (!isJsonObject(document) || !Array.isArray(items)) return undefined;
    return {
      document: Object.assign(document, { messages: items }),
      items,
      itemBytes: bytes.subarray(from, to),
    };
  } catch {
    return undefined;
  }
}
