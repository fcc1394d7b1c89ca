import { findText } from '../find-text.ts';
import { type HistoryWalk, textAt } from './history-walk.ts';

/** An incremental search through the messages sent before, as they were left in the walk. */
export interface Search {
  readonly query: string;
  /** The entry that is shown; undefined before anything was found. */
  readonly index: number | undefined;
  /** Where in that entry the query begins. */
  readonly at: number;
  /** Whether nothing (more) was found; what was found last stays. */
  readonly failed: boolean;
}

/** A search for nothing yet. */
export function startSearch(): Search {
  return { query: '', index: undefined, at: 0, failed: false };
}

/** Changes the query: an older entry is looked for from the one shown on, or, after a deletion, from the newest. */
export function searchFor(search: Search, walk: HistoryWalk, query: string): Search {
  if (query === '') return startSearch();
  const newest = walk.entries.length - 1;
  const from = query.startsWith(search.query) ? (search.index ?? newest) : newest;
  return find({ ...search, query }, walk, from, -1);
}

/** Looks for the next entry that differs from the one shown: an older one (-1) or a newer one (1). */
export function searchOn(search: Search, walk: HistoryWalk, direction: -1 | 1): Search {
  if (search.query === '') return search;
  const at = search.index ?? walk.entries.length;
  const shown = textAt(walk, at);
  let from = at + direction;
  while (walk.entries[from] !== undefined && textAt(walk, from) === shown) from += direction;
  return find(search, walk, from, direction);
}

function find(search: Search, walk: HistoryWalk, from: number, direction: -1 | 1): Search {
  for (let index = from; index >= 0 && index < walk.entries.length; index += direction) {
    const found = findText(textAt(walk, index) ?? '', search.query, 'last');
    if (found) return { ...search, index, at: found.start, failed: false };
  }
  return { ...search, failed: true };
}
