import type { UnreadableConversation } from '../conversation/ports.ts';
import type { ConversationSummary } from '../conversation/types.ts';
import type { ConversationFolder, FileStamp } from './conversation-folder.ts';
import { hasCode } from './file-system.ts';
import type { IndexFile } from './index-file.ts';
import { decodeLine, type IndexEntry, type LogState, nameInLine } from './index-line.ts';

/** What can be said of the store without opening every conversation. */
export interface View {
  /** False when every file was looked at for it. */
  readonly isFromIndex: boolean;
  /** How many conversations can be read. */
  readonly total: number;
  readonly unreadable: readonly Unreadable[];
  /** Last used first. Throws {@link Outdated} when a file is not the one that the index knows. */
  recent(): Iterable<ConversationSummary>;
  /** Their ids, last used first. Of those that were edited in place, in the order before. */
  ids(): Iterable<string>;
  /** The ids of those that had that name when they were saved, the last saved first. Throws {@link Outdated}, too. */
  named(name: string): Iterable<string>;
}

export interface Unreadable extends UnreadableConversation {
  /** As far as this version can tell. */
  readonly name: string | null;
}

/** The index does not tell what is on disk: the folder has to be asked. */
export class Outdated extends Error {}

/** What `entries` tell. */
export function viewOf(entries: readonly IndexEntry[], unreadable: readonly Unreadable[]): View {
  const summaries = [...entries].sort(byLastUse).map(({ summary }) => summary);
  return {
    isFromIndex: false,
    total: summaries.length,
    unreadable,
    recent: () => summaries,
    ids: () => summaries.map(({ id }) => id),
    named: (name) => summaries.filter((summary) => summary.name === name).map(({ id }) => id),
  };
}

/** What the index tells when it is up to date, read from its end as far as it is asked. */
export function viewOfIndex(index: IndexFile, folder: ConversationFolder, state: LogState): View {
  return {
    isFromIndex: true,
    total: state.count,
    unreadable: [],
    recent: () => readingIndex(summaries(index, folder)),
    ids: () => readingIndex(ids(index)),
    named: (name) => readingIndex(idsNamed(index, name)),
  };
}

/** An index that can't be read to its end tells of too little. */
function* readingIndex<T>(items: Iterable<T>): Generator<T, void, undefined> {
  try {
    yield* items;
  } catch (error) {
    throw hasCode(error) ? new Outdated() : error;
  }
}

function* summaries(index: IndexFile, folder: ConversationFolder): Generator<ConversationSummary> {
  for (const { summary, stamp } of entriesByLastUse(index)) {
    const found = folder.stamp(summary.id);
    if (!found || !isSameStamp(found, stamp)) throw new Outdated();
    yield summary;
  }
}

function* ids(index: IndexFile): Generator<string> {
  for (const { summary } of entriesByLastUse(index)) yield summary.id;
}

/**
 * The log is nearly in the order of use, but not quite: what was imported or renamed was not used. So a line counts
 * once nothing further up can have been used after it.
 */
function* entriesByLastUse(index: IndexFile): Generator<IndexEntry, void, undefined> {
  const seen = new Set<string>();
  let waiting: IndexEntry[] = [];
  for (const piece of index.piecesFromEnd()) {
    let latestFurtherUp = '';
    for (const text of linesFromEnd(piece)) {
      const line = decodeLine(text);
      if (!line) throw new Outdated();
      latestFurtherUp = line.log.latest;
      if (seen.has(line.id)) continue;
      seen.add(line.id);
      if (line.entry) waiting.push(line.entry);
    }
    waiting.sort(byLastUse);
    const ready = waiting.findIndex(({ summary }) => summary.updatedAt <= latestFurtherUp);
    yield* ready < 0 ? waiting : waiting.slice(0, ready);
    waiting = ready < 0 ? [] : waiting.slice(ready);
  }
  yield* waiting;
}

function* idsNamed(index: IndexFile, name: string): Generator<string, void, undefined> {
  const mark = nameInLine(name);
  const seen = new Set<string>();
  for (const piece of index.piecesFromEnd()) {
    if (!piece.includes(mark)) continue;
    for (const text of linesFromEnd(piece)) {
      if (!text.includes(mark)) continue;
      const line = decodeLine(text);
      if (!line) throw new Outdated();
      if (seen.has(line.id)) continue;
      seen.add(line.id);
      yield line.id;
    }
  }
}

/** What the index knows, right or wrong, by id. */
export function knownEntries(index: IndexFile): Map<string, IndexEntry> {
  const seen = new Set<string>();
  const known = new Map<string, IndexEntry>();
  try {
    for (const piece of index.piecesFromEnd()) {
      for (const text of linesFromEnd(piece)) {
        const line = decodeLine(text);
        if (!line || seen.has(line.id)) continue;
        seen.add(line.id);
        if (line.entry) known.set(line.id, line.entry);
      }
    }
  } catch (error) {
    if (!hasCode(error)) throw error;
  }
  return known;
}

/** The lines of a piece of the index, which ends with a newline, the last one first. */
function linesFromEnd(piece: Buffer): string[] {
  return piece
    .toString('utf8', 0, piece.length - 1)
    .split('\n')
    .reverse();
}

/** For sorting: the last used first. Times are ISO 8601 in UTC, and compare as text. */
export function byLastUse({ summary: one }: IndexEntry, { summary: other }: IndexEntry): number {
  if (one.updatedAt !== other.updatedAt) return one.updatedAt > other.updatedAt ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

/** Whether the file is as it was, as far as can be told without reading it. */
export function isSameStamp(one: FileStamp, other: FileStamp): boolean {
  return one.mtimeMs === other.mtimeMs && one.size === other.size;
}
