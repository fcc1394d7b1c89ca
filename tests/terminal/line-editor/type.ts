import { createKeyDecoder } from '../../../src/terminal/line-editor/keys.ts';
import { press } from '../../../src/terminal/line-editor/press.ts';
import { type Effect, type State, startState } from '../../../src/terminal/line-editor/state.ts';

export interface Pressed {
  readonly state: State;
  readonly effects: Effect[];
  /** The text, with `|` for the cursor. */
  readonly shown: string;
}

/** The state after the keys that a terminal sends as `input`. */
export function type(input: string, history: readonly string[] = [], hint?: string): Pressed {
  return typeOn(startState(history, '', []), input, hint);
}

/** The same from `state` on. */
export function typeOn(state: State, input: string, hint?: string): Pressed {
  const decoder = createKeyDecoder();
  let last = state;
  const effects: Effect[] = [];
  for (const key of [...decoder.write(input), ...decoder.flush()]) {
    if (key.type === 'cursor') continue;
    const step = press(last, key, hint);
    last = step.state;
    if (step.effect) effects.push(step.effect);
  }
  const { text, cursor } = last.line;
  return { state: last, effects, shown: `${text.slice(0, cursor)}|${text.slice(cursor)}` };
}
