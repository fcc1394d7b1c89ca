import { fuzzyFind } from '../fuzzy.ts';
import type { Key } from '../line-editor/keys.ts';
import { press } from '../line-editor/press.ts';
import { type State as QueryState, startState } from '../line-editor/state.ts';

/** One thing that can be picked. All texts may be anybody's: they are made safe where they are shown. */
export interface PickItem {
  readonly label: string;
  /** Shown behind it, where there is room. */
  readonly detail: string;
  /** What is looked for in. */
  readonly texts: readonly string[];
}

export interface PickState {
  readonly items: readonly PickItem[];
  readonly query: QueryState;
  /** Those that the query is found in, as they came. */
  readonly candidates: readonly PickItem[];
  /** The same, the best first. */
  readonly matches: readonly PickItem[];
  /** Index into the matches. */
  readonly selected: number;
}

/** What the surroundings have to do. */
export type PickEffect = 'pick' | 'back' | 'interrupt' | 'end' | 'suspend' | 'clear-screen';

export interface PickStep {
  readonly state: PickState;
  readonly effect?: PickEffect;
}

/** Nothing is looked for yet, and the first of `items` is selected. */
export function startPicking(items: readonly PickItem[]): PickState {
  return { items, query: startState([], '', []), candidates: items, matches: items, selected: 0 };
}

const MOVES: Readonly<Record<string, (selected: number, page: number) => number>> = {
  up: (at) => at - 1,
  'ctrl-p': (at) => at - 1,
  down: (at) => at + 1,
  'ctrl-n': (at) => at + 1,
  pageup: (at, page) => at - page,
  pagedown: (at, page) => at + page,
  'ctrl-home': () => 0,
  'ctrl-end': () => Number.POSITIVE_INFINITY,
};

const EFFECTS: Readonly<Record<string, PickEffect>> = {
  enter: 'pick',
  'ctrl-j': 'pick',
  escape: 'back',
  'ctrl-c': 'interrupt',
  'ctrl-g': 'back',
  'ctrl-z': 'suspend',
  'ctrl-l': 'clear-screen',
};

/** What `key` makes of `state`; a page has `page` rows. Keys that do nothing here edit what is looked for. */
export function pressInPicker(state: PickState, key: Key, page: number): PickStep {
  if (key.type !== 'key') return { state: edited(state, { ...key, text: key.text.replace(/\s+/g, ' ') }) };
  const move = MOVES[key.name];
  if (move) {
    const last = Math.max(0, state.matches.length - 1);
    return { state: { ...state, selected: Math.min(last, Math.max(0, move(state.selected, page))) } };
  }
  if (key.name === 'ctrl-d' && state.query.line.text === '') return { state, effect: 'end' };
  const effect = EFFECTS[key.name];
  return effect ? { state, effect } : { state: edited(state, key) };
}

/** The keys of the line editor that belong to other things than a line. */
const NOT_HERE = new Set(['ctrl-r', 'tab', 'alt-enter', 'shift-enter', 'alt-ctrl-j']);

function edited(state: PickState, key: Key): PickState {
  if (key.type === 'key' && NOT_HERE.has(key.name)) return state;
  const query = press(state.query, key).state;
  const { text } = query.line;
  const before = state.query.line.text;
  if (text === before) return { ...state, query };
  // What a longer query is found in, its beginning was found in.
  const among = text.startsWith(before) ? state.candidates : state.items;
  const matches = fuzzyFind(text, among, ({ texts }) => texts);
  const found = new Set(matches);
  return { ...state, query, candidates: among.filter((item) => found.has(item)), matches, selected: 0 };
}
