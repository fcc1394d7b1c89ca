import type { ConversationSummary } from '../conversation/types.ts';
import type { FileStamp } from './conversation-folder.ts';
import { isJsonObject, stringIn } from './json.ts';

/** A conversation as the index knows it. */
export interface IndexEntry {
  readonly summary: ConversationSummary;
  /** The file that the summary was made from. */
  readonly stamp: FileStamp;
}

/** What a line says of the log up to itself. */
export interface LogState {
  /** Conversations in the store. */
  readonly count: number;
  /** Lines in the log. */
  readonly lines: number;
  /** The latest `updatedAt` among them: nothing further up was used after it. */
  readonly latest: string;
  /** The folder's time when the log told all that was in it, in ms; null when more lines of the same change follow. */
  readonly folder: number | null;
}

/** One line: a conversation as it was saved, or that it was removed. */
export interface IndexLine {
  readonly id: string;
  /** Null when it was removed. */
  readonly entry: IndexEntry | null;
  readonly log: LogState;
}

/** The line as it stands in the log, with its newline. */
export function encodeLine({ id, entry, log }: IndexLine): string {
  if (!entry) return `${JSON.stringify({ id, removed: true, log })}\n`;
  const { mtimeMs, size } = entry.stamp;
  return `${JSON.stringify({ ...entry.summary, file: { mtimeMs, size }, log })}\n`;
}

/** The beginning of what {@link encodeLine} makes of a conversation with that name, and of no other field. */
export function nameInLine(name: string): string {
  return `"name":${JSON.stringify(name)}`;
}

/** Undefined when the line is damaged: torn, or changed by hand. */
export function decodeLine(line: string): IndexLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value) || !isLogState(value.log)) return undefined;
  const { file, log, ...summary } = value;
  const id = stringIn(value, 'id');
  if (id === undefined) return undefined;
  if (value.removed === true) return { id, entry: null, log };
  return isSummary(summary) && isStamp(file)
    ? { id, entry: { summary, stamp: { mtimeMs: file.mtimeMs, size: file.size } }, log }
    : undefined;
}

function isLogState(value: unknown): value is LogState {
  if (!isJsonObject(value)) return false;
  const { count, lines, latest, folder } = value;
  return (
    typeof count === 'number' &&
    typeof lines === 'number' &&
    typeof latest === 'string' &&
    (folder === null || typeof folder === 'number')
  );
}

function isStamp(value: unknown): value is FileStamp {
  return isJsonObject(value) && typeof value.mtimeMs === 'number' && typeof value.size === 'number';
}

const TEXTS = ['id', 'title', 'model', 'baseUrl', 'createdAt', 'updatedAt'] as const;

function isSummary(value: unknown): value is ConversationSummary {
  return (
    isJsonObject(value) &&
    TEXTS.every((field) => typeof value[field] === 'string') &&
    (value.name === null || typeof value.name === 'string') &&
    (value.kind === 'chat' || value.kind === 'ask') &&
    typeof value.messageCount === 'number'
  );
}
