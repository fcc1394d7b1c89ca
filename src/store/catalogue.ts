import { summarize } from '../conversation/document.ts';
import type { ConversationFolder } from './conversation-folder.ts';
import { hasCode, reasonOf } from './file-system.ts';
import type { IndexFile } from './index-file.ts';
import type { IndexEntry, LogState } from './index-line.ts';
import {
  byLastUse,
  isSameStamp,
  knownEntries,
  type Unreadable,
  type View,
  viewOf,
  viewOfIndex,
} from './view.ts';

/** What was done to a conversation. */
export interface Recorded {
  readonly id: string;
  /** Null when it was removed. */
  readonly entry: IndexEntry | null;
  /** By how many conversations the store grew: 1, 0 or -1. */
  readonly growth: number;
}

/** The folder, and the index that tells of it without opening every file. Throws what the operating system refuses. */
export interface Catalogue {
  /** What the index tells; undefined when the folder was changed since by anyone who makes no entry. */
  glance(): View | undefined;
  /**
   * What the folder tells: looks at every file, and reads those that the index does not know as they are. Under the lock it also
   * mends the index, moves damaged files aside and removes temporary ones that were left over. `obstacle`: why there is no lock.
   */
  examine(obstacle?: string): View;
  /** Changes the folder by `change`, and enters in the index what that did. Under the lock alone. */
  record(change: () => readonly Recorded[]): void;
  /** Drops the index's lines that say nothing any more, and puts the others in the order of use. Under the lock alone. */
  tidyIndex(): void;
  /** Tells one state of the store from another; undefined when the index is out of date. */
  state(): string | undefined;
  /** Moves a damaged file aside and says so; says so too where that can't be done, and gives why. Under the lock alone. */
  setAside(id: string): string | undefined;
}

const EMPTY: LogState = { count: 0, lines: 0, latest: '', folder: null };
/** A log may hold this many lines that say nothing any more beside two for each conversation: usually one for the question, one for the answer. */
const SPARE_LINES = 500;

/** The catalogue of what is in `folder`; `warn` is told of each damaged file, once. */
export function createCatalogue(
  folder: ConversationFolder,
  index: IndexFile,
  warn: (message: string) => void,
): Catalogue {
  const reported = new Set<string>();

  /**
   * The last line tells how the folder's time was when all that was in it was in the index. Every change by ai-chat happens under the lock
   * and makes an entry with the new time; after anyone else's, and after a kill in between, the times differ.
   */
  function stateIfCurrent(): LogState | undefined {
    const state = index.state();
    const modifiedAt = folder.modifiedAt();
    // Whole seconds: a file system (FAT, HFS+, old NFS) on which two changes in a row can have the same time.
    return state && state.folder === modifiedAt && state.folder !== null && state.folder % 1000 !== 0
      ? state
      : undefined;
  }

  /** The state to go on from when the index is not current: none, unless there is nothing that it could have missed. */
  function stateOfEmptyFolder(): LogState | undefined {
    const { ids, temporaries } = folder.list();
    // The writer that left them was killed, and so the index is not current: no other save has to look.
    folder.sweep(temporaries);
    if (ids.length > 0) return undefined;
    index.remove();
    return EMPTY;
  }

  function record(change: () => readonly Recorded[]): void {
    let state = stateIfCurrent() ?? stateOfEmptyFolder();
    const changes = change();
    if (!state || changes.length === 0) return;
    const modifiedAt = folder.modifiedAt() ?? null;
    const lines = [];
    for (const [n, { id, entry, growth }] of changes.entries()) {
      const updatedAt = entry?.summary.updatedAt ?? '';
      state = {
        count: state.count + growth,
        lines: state.lines + 1,
        latest: updatedAt > state.latest ? updatedAt : state.latest,
        folder: n === changes.length - 1 ? modifiedAt : null,
      };
      lines.push({ id, entry, log: state });
    }
    index.append(lines);
    if (state.lines > 2 * state.count + SPARE_LINES) tidyIndex();
  }

  function tidyIndex(): void {
    const state = stateIfCurrent();
    if (!state) return;
    const known = knownEntries(index);
    // A damaged line in the midst of the log may have been a conversation's only one.
    if (known.size === state.count) index.rewrite(inLogOrder([...known.values()]), state.folder);
    else index.remove();
  }

  function examine(obstacle?: string): View {
    const isLocked = obstacle === undefined;
    const modifiedAt = folder.modifiedAt() ?? null;
    const { ids, temporaries } = folder.list();
    const known = knownEntries(index);
    const entries: IndexEntry[] = [];
    const unreadable: Unreadable[] = [];
    let isTidied = isLocked && temporaries.length > 0;
    if (isTidied) folder.sweep(temporaries);
    for (const id of ids) {
      const stamp = folder.stamp(id);
      const entry = known.get(id);
      if (stamp && entry && isSameStamp(entry.stamp, stamp)) {
        entries.push(entry);
        continue;
      }
      const reading = folder.read(id);
      if (reading.kind === 'ok' && stamp) entries.push({ summary: summarize(reading.conversation), stamp });
      else if (reading.kind === 'newer') unreadable.push({ id, reason: 'newer version', name: reading.name });
      else if (reading.kind === 'damaged' && moveAside(id, obstacle) === undefined) isTidied = true;
      else if (reading.kind !== 'missing')
        unreadable.push({ id, reason: 'unreadable', name: entry?.summary.name ?? null });
    }
    if (isLocked) {
      // A conversation that can't be read has no line, and an index that does not tell of it is not current.
      const toldUntil = unreadable.length > 0 ? null : isTidied ? (folder.modifiedAt() ?? null) : modifiedAt;
      const isKnown =
        known.size === entries.length && entries.every((entry) => known.get(entry.summary.id) === entry);
      if (!isKnown || index.state()?.folder !== toldUntil) index.rewrite(inLogOrder(entries), toldUntil);
    }
    return viewOf(entries, unreadable);
  }

  /** Gives why it could not be moved, which may be an `obstacle` that is known; undefined where it was. */
  function moveAside(id: string, obstacle?: string): string | undefined {
    let reason = obstacle;
    if (reason === undefined) {
      try {
        warn(`conversation ${id} is damaged, and was moved aside to ${folder.moveAside(id)}`);
        return undefined;
      } catch (error) {
        if (!hasCode(error)) throw error;
        reason = reasonOf(error);
      }
    }
    if (!reported.has(id)) warn(`conversation ${id} is damaged, and could not be moved aside: ${reason}`);
    reported.add(id);
    return reason;
  }

  return {
    glance() {
      if (folder.modifiedAt() === undefined) return viewOf([], []);
      const state = stateIfCurrent();
      return state && viewOfIndex(index, folder, state);
    },
    examine,
    record,
    tidyIndex,
    state: () => {
      const state = stateIfCurrent();
      return state && JSON.stringify(state);
    },
    setAside(id) {
      if (folder.read(id).kind !== 'damaged') return undefined;
      let reason: string | undefined;
      record(() => {
        reason = moveAside(id);
        return reason === undefined ? [{ id, entry: null, growth: -1 }] : [];
      });
      return reason;
    },
  };
}

/** The last used one last. */
function inLogOrder(entries: readonly IndexEntry[]): IndexEntry[] {
  return [...entries].sort(byLastUse).reverse();
}
