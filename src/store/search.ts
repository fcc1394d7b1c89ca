import { isAscii } from 'node:buffer';
import { summarize } from '../conversation/document.ts';
import type { OnProgress, SearchHit } from '../conversation/ports.ts';
import type { Conversation } from '../conversation/types.ts';
import type { Clock } from '../runtime.ts';
import { decodeConversation } from './format.ts';
import { inTurns } from './in-turns.ts';
import { ifRefused } from './refusals.ts';
import type { Shelf } from './shelf.ts';

/**
 * Finds `text` in what was said, in upper or lower case: names and titles are what `list` is for, and a title is the
 * beginning of the first question. A text of several lines is found nowhere. Ends when `signal` is raised.
 */
export async function* searchMessages(
  shelf: Shelf,
  clock: Clock,
  text: string,
  signal: AbortSignal,
  onProgress?: OnProgress,
): AsyncGenerator<SearchHit, void, undefined> {
  const ids = await shelf.consult((view) => [...view.ids()]);
  const fold = foldingFor(text);
  const wanted = fold(text);
  const mayHold = prefilter(text, fold);
  for await (const id of inTurns(ids, clock, onProgress)) {
    if (signal.aborted) return;
    const bytes = shelf.folder.peek(id);
    if (!bytes || !mayHold(bytes)) continue;
    // One that was deleted or damaged meanwhile holds nothing; that it is damaged was said.
    const decoded = decodeConversation(bytes, { id, time: () => dateOf(shelf, id) });
    const conversation = decoded.kind === 'ok' ? decoded.conversation : await shelf.read(id).catch(ifRefused);
    if (!conversation) continue;
    const lines = matchingLines(conversation, (line) => fold(line).includes(wanted));
    if (lines.length > 0) yield { summary: summarize(conversation), lines };
  }
}

function dateOf({ folder }: Shelf, id: string): string {
  return new Date(folder.stamp(id)?.mtimeMs ?? 0).toISOString();
}

function matchingLines({ messages }: Conversation, matches: (line: string) => boolean): SearchHit['lines'] {
  return messages.flatMap(({ role, content }) =>
    content
      .split(/\r\n|\n|\r/)
      .filter(matches)
      .map((text) => ({ role, text })),
  );
}

/** Makes texts comparable. Only what was typed in ASCII can be found without a look at how accents are composed. */
function foldingFor(wanted: string): (text: string) => string {
  if (isAscii(Buffer.from(wanted))) return (text) => text.toLowerCase();
  // Two lower-case sigmas have one upper-case letter.
  return (text) => text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ');
}

/** Tells without parsing that a file does not hold `text`: most don't, and parsing is what takes time. */
function prefilter(text: string, fold: (text: string) => string): (bytes: Buffer) => boolean {
  const written = JSON.stringify(text).slice(1, -1);
  const finds = isAscii(Buffer.from(text)) ? asciiFinder(written) : foldedFinder(fold(written), fold);
  // Other programs may write any character as an escape, and slashes too.
  return (bytes) => finds(bytes) || bytes.includes('\\u') || bytes.includes('\\/');
}

function foldedFinder(wanted: string, fold: (text: string) => string): (bytes: Buffer) => boolean {
  return (bytes) => fold(bytes.toString()).includes(wanted);
}

/** Characters whose lower case is, or begins with, a letter of ASCII: the Kelvin sign, and a capital i with its dot. */
const LIKE_ASCII = [
  ['k', Buffer.from('\u212a')],
  ['i', Buffer.from('\u0130')],
] as const;

/** Neither decodes the bytes nor copies them in lower case: three times as fast. */
function asciiFinder(wanted: string): (bytes: Buffer) => boolean {
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'i');
  const lower = wanted.toLowerCase();
  const disguises = LIKE_ASCII.filter(([letter]) => lower.includes(letter)).map(([, bytes]) => bytes);
  return (bytes) =>
    pattern.test(bytes.toString('latin1')) || disguises.some((disguise) => bytes.includes(disguise));
}
