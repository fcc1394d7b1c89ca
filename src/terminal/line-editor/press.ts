/** What each key does: the line editor's rules, without a terminal. */
import { leave, walkTo } from './history-walk.ts';
import type { Key } from './keys.ts';
import { withKill, type Yanked } from './kills.ts';
import { type Completion, cycle, dismiss, type Menu, offer } from './menu.ts';
import { type Search, searchFor, searchOn, startSearch } from './search.ts';
import { type Effect, type State, type Step, startState } from './state.ts';
import * as edit from './text-edit.ts';
import { NO_PAST, type Past, stepBack, withChange } from './undo.ts';

/** What `key` makes of `state`. `hint` is what is shown dimmed behind the text, if anything is. */
export function press(state: State, pressed: Key, hint?: string): Step {
  const key = state.paired ? pairOf(pressed) : pressed;
  if (key.type === 'key' && UNDO.has(key.name)) return undo(state);
  if (state.search && leavesSearch(key)) return press(takeFound(state, state.search), key, hint);
  const step = act(state, key, hint);
  return { ...step, state: { ...step.state, past: remember(state, step.state, key) } };
}

/** What `key` is behind Ctrl-X: what makes no pair with that is itself. */
function pairOf(key: Key): Key {
  if (key.type !== 'key') return key;
  const name = `ctrl-x ${key.name}`;
  return name in ACTIONS || UNDO.has(name) ? { ...key, name } : key;
}

function act(state: State, key: Key, hint: string | undefined): Step {
  if (state.search) return pressInSearch(state, state.search, key);
  if (state.menu) {
    const step = pressInMenu(state, state.menu, key);
    if (step) return step;
  }
  const { column, killing, yanked } = state;
  const resting: State = {
    ...state,
    menu: undefined,
    column: undefined,
    killing: false,
    yanked: undefined,
    paired: false,
  };
  if (key.type !== 'key') return { state: { ...resting, line: edit.insert(state.line, key.text) } };
  const { line } = state;
  if (hint !== undefined && line.cursor === line.text.length && ACCEPTS_HINT.has(key.name)) {
    return { state: { ...resting, line: edit.insert(line, hint) } };
  }
  if (hint !== undefined && line.cursor === line.text.length && ACCEPTS_WORD.has(key.name)) {
    const word = edit.wordRight({ text: hint, cursor: 0 });
    return { state: { ...resting, line: edit.insert(line, hint.slice(0, word)) } };
  }
  return ACTIONS[key.name]?.(resting, { column, killing, yanked }) ?? { state: resting };
}

/** Takes what the completer found for the line as it is; nothing while a search shows another. */
export function complete(state: State, completion: Completion): Step {
  if (state.search) return { state };
  const offered = offer(state.line, completion);
  if (!offered) return { state, effect: 'bell' };
  const next = { ...state, menu: undefined, ...offered };
  return { state: { ...next, past: remember(state, next, undefined) } };
}

/** Back to what the line was before; from a search or a list to the line itself. */
function undo(state: State): Step {
  if (state.search) return { state: { ...state, search: undefined, paired: false } };
  const { line, past } = stepBack(state.past);
  if (!line) return { state: { ...state, paired: false }, effect: 'bell' };
  const { walk, kills, indent } = state;
  return { state: { ...startState(walk.entries, '', kills, indent), walk, line, past } };
}

function remember(before: State, after: State, key: Key | undefined): Past {
  // Another message has a past of its own.
  if (after.walk.index !== before.walk.index) return NO_PAST;
  return withChange(before.past, before.line, after.line, key?.type === 'text' ? key.text : undefined);
}

/** What the last key left behind, for the keys that go on where it stopped. */
interface Before {
  readonly column: number | undefined;
  readonly killing: boolean;
  readonly yanked: Yanked | undefined;
}

type Action = (state: State, before: Before) => Step;

const ACCEPTS_HINT = new Set(['right', 'ctrl-f', 'end', 'ctrl-e']);
/** Take the next word of it. */
const ACCEPTS_WORD = new Set(['alt-f', 'alt-right', 'ctrl-right']);
const UNDO = new Set(['ctrl-_', 'ctrl-/', 'ctrl-7', 'ctrl-x ctrl-u']);

const move =
  (to: (line: edit.Line) => number): Action =>
  (state) => ({ state: { ...state, line: { ...state.line, cursor: to(state.line) } } });

/** Takes away what is between the cursor and `to`. */
const erase =
  (to: (line: edit.Line) => number): Action =>
  (state) => ({ state: { ...state, line: eraseTo(state.line, to(state.line)) } });

/** Like {@link erase}, for Ctrl-Y; several in a row make one text. */
const kill =
  (to: (line: edit.Line) => number): Action =>
  (state, { killing }) => {
    const { text, cursor } = state.line;
    const target = to(state.line);
    const taken = text.slice(Math.min(cursor, target), Math.max(cursor, target));
    const kills = withKill(state.kills, taken, { goesOn: killing, before: target < cursor });
    return { state: { ...state, line: eraseTo(state.line, target), kills, killing: true } };
  };

function eraseTo(line: edit.Line, target: number): edit.Line {
  return edit.erase(line, Math.min(line.cursor, target), Math.max(line.cursor, target));
}

const newline: Action = (state) => ({ state: { ...state, line: edit.insert(state.line, '\n') } });

const enter: Action = (state) => {
  const { text, cursor } = state.line;
  if (cursor !== text.length || !text.endsWith('\\')) return { state, effect: 'submit' };
  return newline(
    { ...state, line: edit.erase(state.line, cursor - 1, cursor) },
    { column: undefined, killing: false, yanked: undefined },
  );
};

const vertical =
  (direction: -1 | 1): Action =>
  (state, before) => {
    const { line, indent } = state;
    const column = before.column ?? edit.columnOf(line, indent);
    const cursor = direction === -1 ? edit.lineAbove(line, column, indent) : edit.lineBelow(line, column);
    if (cursor === undefined) return walk(direction)(state, before);
    return { state: { ...state, line: { ...line, cursor }, column } };
  };

const walk =
  (direction: -1 | 1): Action =>
  (state) => {
    const walked = walkTo(state.walk, state.walk.index + direction, state.line.text);
    if (!walked) return { state };
    const { text } = walked;
    return { state: { ...state, walk: walked.walk, line: { text, cursor: text.length } } };
  };

/** To the end of the line, or, when the cursor is there already, over the newline. */
const killLine = kill((line) =>
  edit.lineEnd(line) === line.cursor ? edit.charRight(line) : edit.lineEnd(line),
);

function yank(state: State, yanked: Yanked): Step {
  const text = state.kills[yanked.index];
  return text === undefined
    ? { state }
    : { state: { ...state, line: edit.insert(state.line, text), yanked } };
}

const ctrlC: Action = (state) => {
  const { text } = state.line;
  if (text === '') return { state, effect: 'interrupt' };
  // A slip of the finger loses nothing: Ctrl-Y brings it back.
  const kills = withKill(state.kills, text, { goesOn: false, before: false });
  return { state: startState(state.walk.entries, '', kills, state.indent) };
};

const ctrlD: Action = (state, before) =>
  state.line.text === '' ? { state, effect: 'end' } : erase(edit.charRight)(state, before);

const effect =
  (name: Effect): Action =>
  (state) => ({ state, effect: name });

const ACTIONS: Readonly<Record<string, Action>> = {
  enter,
  'ctrl-j': newline,
  'alt-enter': newline,
  'alt-ctrl-j': newline,
  'shift-enter': newline,
  left: move(edit.charLeft),
  'ctrl-b': move(edit.charLeft),
  right: move(edit.charRight),
  'ctrl-f': move(edit.charRight),
  'alt-b': move(edit.wordLeft),
  'alt-left': move(edit.wordLeft),
  'ctrl-left': move(edit.wordLeft),
  'alt-f': move(edit.wordRight),
  'alt-right': move(edit.wordRight),
  'ctrl-right': move(edit.wordRight),
  home: move(edit.lineStart),
  'ctrl-a': move(edit.lineStart),
  end: move(edit.lineEnd),
  'ctrl-e': move(edit.lineEnd),
  'alt-<': move(() => 0),
  'ctrl-home': move(() => 0),
  'alt->': move(({ text }) => text.length),
  'ctrl-end': move(({ text }) => text.length),
  up: vertical(-1),
  down: vertical(1),
  'ctrl-p': vertical(-1),
  'ctrl-n': vertical(1),
  backspace: erase(edit.charLeft),
  delete: erase(edit.charRight),
  'ctrl-w': kill(edit.blankLeft),
  'alt-backspace': kill(edit.wordLeft),
  'alt-d': kill(edit.wordRight),
  'ctrl-delete': kill(edit.wordRight),
  'ctrl-k': killLine,
  'ctrl-u': kill(edit.lineStart),
  'ctrl-y': (state) => yank(state, { start: state.line.cursor, index: 0 }),
  'alt-y': (state, { yanked }) =>
    yanked
      ? yank(
          { ...state, line: eraseTo(state.line, yanked.start) },
          { start: yanked.start, index: (yanked.index + 1) % state.kills.length },
        )
      : { state },
  'ctrl-t': (state) => ({ state: { ...state, line: edit.transpose(state.line) } }),
  'ctrl-c': ctrlC,
  'ctrl-d': ctrlD,
  'ctrl-l': effect('clear-screen'),
  'ctrl-r': (state) => ({
    state: { ...state, walk: leave(state.walk, state.line.text), search: startSearch() },
  }),
  'ctrl-x': (state) => ({ state: { ...state, paired: true } }),
  'ctrl-x ctrl-e': effect('edit'),
  'ctrl-z': effect('suspend'),
  tab: effect('complete'),
};

/** Of a folder, or of a command that something is to follow: Enter takes it, and sends nothing yet. */
const GOES_ON = /[ /\\]$/;

/** Tab goes on through the list, Escape takes it back; any other key takes the line as it is. */
function pressInMenu(state: State, menu: Menu, key: Key): Step | undefined {
  if (key.type !== 'key') return undefined;
  if (key.name === 'tab') return { state: { ...state, ...cycle(state.line, menu, 1) } };
  if (key.name === 'shift-tab') return { state: { ...state, ...cycle(state.line, menu, -1) } };
  const selected = menu.candidates[menu.selected];
  if (key.name === 'enter' && selected && GOES_ON.test(selected.text)) {
    const taken = { ...state, menu: undefined };
    return selected.text.endsWith(' ') ? { state: taken } : { state: taken, effect: 'complete' };
  }
  if (key.name === 'escape' || key.name === 'ctrl-g') {
    return { state: { ...state, line: dismiss(state.line, menu), menu: undefined } };
  }
  return undefined;
}

const OF_SEARCH = new Set(['ctrl-r', 'ctrl-s', 'backspace', 'ctrl-g', 'ctrl-c', 'escape']);

/** Any key that is none of the search's takes what was found, and does its own. */
function leavesSearch(key: Key): boolean {
  return key.type === 'key' && !OF_SEARCH.has(key.name);
}

/** What is typed is looked for; Ctrl-G and Ctrl-C give up; Escape takes what was found. */
function pressInSearch(state: State, search: Search, key: Key): Step {
  const searching = (next: Search): Step => ({ state: { ...state, search: next } });
  if (key.type !== 'key') return searching(searchFor(search, state.walk, search.query + key.text));
  switch (key.name) {
    case 'ctrl-r':
      return searching(searchOn(search, state.walk, -1));
    case 'ctrl-s':
      return searching(searchOn(search, state.walk, 1));
    case 'backspace': {
      const query = search.query.slice(0, edit.charLeft({ text: search.query, cursor: search.query.length }));
      return searching(searchFor(search, state.walk, query));
    }
    case 'escape':
      return { state: takeFound(state, search) };
    default:
      return { state: { ...state, search: undefined } };
  }
}

function takeFound(state: State, { index, at }: Search): State {
  const found = index === undefined ? undefined : walkTo(state.walk, index, state.line.text);
  const rest = { ...state, search: undefined };
  if (!found) return rest;
  const line = { text: found.text, cursor: at };
  const taken = { ...rest, menu: undefined, walk: found.walk, line };
  return { ...taken, past: remember(state, taken, undefined) };
}
