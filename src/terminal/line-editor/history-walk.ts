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

export function startWalk(entries: readonly string[]): HistoryWalk {
  return { entries, index: entries.length, drafts: new Map() };
}

/**
 * Goes to the entry at `index`, leaving `text` behind as it is; undefined when there is no such entry.
 */
export function walkTo(
  { entries, index: from, drafts }: HistoryWalk,
  index: number,
  text: string,
): { readonly walk: HistoryWalk; readonly text: string } | undefined {
  if (index < 0 || index > entries.length) return undefined;
  const left = new Map(drafts).set(from, text);
  return { walk: { entries, index, drafts: left }, text: left.get(index) ?? entries[index] ?? '' };
}
