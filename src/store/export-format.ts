import type { Conversation } from '../conversation/types.ts';
import { CliError } from '../errors.ts';
import { decodeDocument } from './format.ts';
import { isJsonObject } from './json.ts';

/** A conversation out of an export, under the id that it had there, which may be none that this store can use. */
export interface Exported {
  readonly id: string | undefined;
  readonly conversation: Conversation;
}

/**
 * The conversations in an export: one document, an array of them, `{ "conversations": […] }`, or a document a line. Throws
 * `usage`, before any is given back, when one of them is no conversation or of a newer version.
 */
export function decodeExport(text: string, time: string): readonly Exported[] {
  return documentsIn(text.replace(/^\uFEFF/, '')).map((document, n, { length }) => {
    const decoded = decodeDocument(document, { id: '', time: () => time });
    const which = length === 1 ? 'it' : `conversation ${n + 1} of ${length}`;
    if (decoded.kind === 'newer') {
      throw new CliError('usage', `${which} was written by a newer ai-chat`, {
        hint: 'update this one: npm install -g ai-chat',
      });
    }
    if (decoded.kind === 'damaged') throw noExport(`${which} is no conversation`);
    const id = isJsonObject(document) && typeof document.id === 'string' ? document.id : undefined;
    return { id, conversation: decoded.conversation };
  });
}

/** What a torn file still holds whole would be found here. */
function documentsIn(text: string): readonly unknown[] {
  const whole = parse(text);
  if (whole === undefined) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    const documents = lines.map(parse);
    if (lines.length === 0 || documents.includes(undefined)) throw noExport('it is not whole JSON');
    return documents;
  }
  if (Array.isArray(whole)) return whole;
  if (isJsonObject(whole) && Array.isArray(whole.conversations)) return whole.conversations;
  return [whole];
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
