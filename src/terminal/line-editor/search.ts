import type { HistoryWalk } from './history-walk.ts';

/** An incremental search through the messages sent before. */
export interface Search {
  readonly query: string;
  /** The entry that is shown; `entries.length` before anything was found. */
  readonly index: number;
  /** Where in that entry the query begins. */
  readonly at: number;
  /** Whether nothing (more) was found; what was found last stays. */
  readonly failed: boolean;
}

export function startSearch(walk: HistoryWalk): Search {
  return { query: '', index: walk.entries.length, at: 0, failed: false };
}

/** Changes the query: an older entry is looked for from the one shown on, or, after a deletion, from the newest. */
export function searchFor(search: Search, walk: HistoryWalk, query: string): Search {
  if (query === '') return startSearch(walk);
  const newest = walk.entries.length - 1;
  const from = query.startsWith(search.query) ? Math.min(search.index, newest) : newest;
  return find({ ...search, query }, walk, from, -1);
}

/** Looks for the next entry that differs from the one shown: an older one (-1) or a newer one (1). */
export function searchOn(search: Search, walk: HistoryWalk, direction: -1 | 1): Search {
  if (search.query === '') return search;
  const shown = walk.entries[search.index];
  let from = search.index + direction;
  while (walk.entries[from] !== undefined && walk.entries[from] === shown) from += direction;
  return find(search, walk, from, direction);
}

function find(search: Search, { entries }: HistoryWalk, from: number, direction: -1 | 1): Search {
  const wanted = search.query.toLowerCase();
  for (let index = from; index >= 0 && index < entries.length; index += direction) {
    const at = entries[index]?.toLowerCase().lastIndexOf(wanted) ?? -1;
    if (at !== -1) return { ...search, index, at, failed: false };
  }
  return { ...search, failed: true };
}
