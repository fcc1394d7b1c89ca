import { isUtf8 } from 'node:buffer';
import type { Conversation } from '../conversation/types.ts';
import { CliError } from '../errors.ts';
import { scanValue } from '../json/scan.ts';
import { decodeDocument } from './format.ts';
import { isJsonObject } from './json.ts';
import { type Salvaged, salvageDocument, salvageValue } from './salvage.ts';

/** A conversation out of an export, under the id that it had there, which may be none that this store can use. */
export interface Exported {
  readonly id: string | undefined;
  readonly conversation: Conversation;
  /** Whether it is what was left of a damaged one. */
  readonly isTorn: boolean;
}

/** What an export holds. */
export interface Export {
  readonly conversations: readonly Exported[];
  /** How many messages were whole in what is damaged; undefined when nothing is. */
  readonly recovered: number | undefined;
}

/**
 * The conversations in an export: one document, an array of them, `{ "conversations": […] }`, or a document a line. Of one that was
 * cut off or damaged, the messages that are whole. Throws `usage`, before any is given back, when one of them is no conversation,
 * of a newer version, or has nothing that could be recovered.
 */
export function decodeExport(data: string | Uint8Array, time: string): Export {
  const bytes = Buffer.from(data);
  const whole = isUtf8(bytes) ? wholeIn(bytes.toString().replace(/^\uFEFF/, '')) : undefined;
  const found = (whole ?? tornIn(bytes)).filter(({ salvaged }) => salvaged !== 0);
  if (!whole && found.length === 0) throw noExport('it is not whole JSON');
  const conversations = found.map(({ value, salvaged }, n) => {
    const decoded = decodeDocument(value, { id: '', time: () => time });
    const which = found.length === 1 ? 'it' : `conversation ${n + 1} of ${found.length}`;
    if (decoded.kind === 'newer') {
      throw new CliError('usage', `${which} was written by a newer ai-chat`, {
        hint: 'update this one: `npm install -g ai-chat`',
      });
    }
    if (decoded.kind === 'damaged') throw noExport(`${which} is no conversation`);
    const id = isJsonObject(value) && typeof value.id === 'string' ? value.id : undefined;
    return { id, conversation: decoded.conversation, isTorn: salvaged !== undefined };
  });
  const isDamaged = !whole || whole.some(({ salvaged }) => salvaged !== undefined);
  const sum = conversations.reduce((count, { conversation }) => count + conversation.messages.length, 0);
  return { conversations, recovered: isDamaged ? sum : undefined };
}

/** A document. */
interface Found {
  readonly value: unknown;
  /** How many messages could be saved, when it is damaged. */
  readonly salvaged?: number;
}

/** The documents in `text`; undefined when it is neither whole JSON nor lines of it. */
function wholeIn(text: string): readonly Found[] | undefined {
  const whole = parse(text);
  if (whole === undefined) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    const documents = lines.map(parse);
    if (!documents.some(isDocument)) return undefined;
    return documents.map((value, n) =>
      value === undefined ? torn(salvageDocument(Buffer.from(lines[n] ?? ''))) : { value },
    );
  }
  if (Array.isArray(whole)) return whole.map((value: unknown) => ({ value }));
  if (isJsonObject(whole) && Array.isArray(whole.conversations)) {
    return whole.conversations.map((value: unknown) => ({ value }));
  }
  const isDamaged = decodeDocument(whole, { id: '', time: () => '' }).kind === 'damaged';
  const salvaged = isDamaged ? salvageValue(whole) : undefined;
  return [salvaged ? torn(salvaged) : { value: whole }];
}

/** The beginning of an export that is a list. */
const LIST = /^\s*(?:\[|\{[^[{]*"conversations"\s*:\s*\[)/;

/** The documents in what is not whole: of a list, those that are, and what is left of the first that is not. */
function tornIn(bytes: Buffer): readonly Found[] {
  const found: Found[] = [];
  let at = LIST.exec(bytes.toString('latin1'))?.[0].length;
  while (at !== undefined) {
    const start = bytes.indexOf('{', at);
    const scan = start < 0 ? undefined : scanValue(bytes, start);
    const value = scan?.kind === 'whole' ? parse(bytes.toString('utf8', start, scan.end)) : undefined;
    if (scan?.kind !== 'whole' || !isDocument(value)) break;
    found.push({ value });
    at = scan.end;
  }
  const rest = at === undefined ? 0 : bytes.indexOf('{', at);
  return rest < 0 ? found : [...found, torn(salvageDocument(bytes.subarray(rest)))];
}

function torn(value: Salvaged): Found {
  return { value, salvaged: value.messages.length };
}

function isDocument(value: unknown): boolean {
  return isJsonObject(value) && Array.isArray(value.messages);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noExport(why: string): CliError {
  return new CliError('usage', `that is no export of ai-chat: ${why}`, {
    hint: 'make one with `ai-chat history export CONVERSATION --format json`',
  });
}
