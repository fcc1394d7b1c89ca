/**
 * A walk through the messages sent before. What was changed on the way, the half-typed message below them first of
 * all, is there again on the way back.
 */
export interface HistoryWalk {
  /** Oldest first. */
  readonly entries: readonly string[];
  /** Where the walk stands; `entries.length` is the message being typed. */
  readonly index: number;
  readonly drafts: ReadonlyMap<number, string>;
}

/** A walk that begins below the last of `entries`, at the message being typed. */
export function startWalk(entries: readonly string[]): HistoryWalk {
  return { entries, index: entries.length, drafts: new Map() };
}

/** What the entry at `index` is, changed or not; undefined when there is no such entry, and for what was not left yet. */
export function textAt({ entries, drafts }: HistoryWalk, index: number): string | undefined {
  return drafts.get(index) ?? entries[index];
}

/** Leaves `text` where the walk stands. */
export function leave(walk: HistoryWalk, text: string): HistoryWalk {
  return { ...walk, drafts: new Map(walk.drafts).set(walk.index, text) };
}

/**
 * Goes to the entry at `index`, leaving `text` behind as it is; undefined when there is no such entry.
 */
export function walkTo(
  walk: HistoryWalk,
  index: number,
  text: string,
): { readonly walk: HistoryWalk; readonly text: string } | undefined {
  if (index < 0 || index > walk.entries.length) return undefined;
  const left = leave(walk, text);
  return { walk: { ...left, index }, text: textAt(left, index) ?? '' };
}
