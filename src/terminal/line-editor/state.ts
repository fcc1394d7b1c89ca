import { type HistoryWalk, startWalk } from './history-walk.ts';
import type { Kills, Yanked } from './kills.ts';
import type { Menu } from './menu.ts';
import type { Search } from './search.ts';
import type { Line } from './text-edit.ts';
import { NO_PAST, type Past } from './undo.ts';

/** A line that is typed, and what its keys have left behind. */
export interface State {
  readonly line: Line;
  readonly walk: HistoryWalk;
  /** What Ctrl-Y and Alt-Y bring back. */
  readonly kills: Kills;
  /** Whether the last key killed text: the next kill adds to it. */
  readonly killing: boolean;
  /** How many columns of the first line the prompt takes: tabs are as wide as they reach to their stop. */
  readonly indent: number;
  /** How far behind the beginning of their lines Up and Down keep to. */
  readonly column: number | undefined;
  readonly search: Search | undefined;
  readonly menu: Menu | undefined;
  /** What Ctrl-Y has just brought back: Alt-Y puts an older one in its place. */
  readonly yanked: Yanked | undefined;
  /** Whether Ctrl-X was pressed, with which the next key may be a pair. */
  readonly paired: boolean;
  /** What Ctrl-_ goes back to. */
  readonly past: Past;
}

/** What the surroundings have to do. `submit` sends the line, `edit` for an editor; `complete` asks the completer. */
export type Effect =
  | 'submit'
  | 'edit'
  | 'interrupt'
  | 'end'
  | 'suspend'
  | 'clear-screen'
  | 'complete'
  | 'bell';

/** What a key makes of a state. */
export interface Step {
  readonly state: State;
  readonly effect?: Effect;
}

/** A line that begins with `text` behind a prompt of `indent` columns, and `history`, oldest first, above it. */
export function startState(
  history: readonly string[],
  text: string,
  kills: readonly string[],
  indent = 0,
): State {
  return {
    line: { text, cursor: text.length },
    walk: startWalk(history),
    kills,
    indent,
    killing: false,
    column: undefined,
    search: undefined,
    menu: undefined,
    yanked: undefined,
    paired: false,
    past: NO_PAST,
  };
}
