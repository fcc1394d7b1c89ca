import type { Key } from '../line-editor/keys.ts';
import type { PickStep } from './state.ts';

/** What of a query was typed before the items were there to see. */
export interface TypedAhead {
  /** Whether something of the query was. */
  readonly isInQuery: boolean;
  /** All that was typed, lines and all; undefined once a key has edited it. */
  readonly text: string | undefined;
}

export const NOTHING_AHEAD: TypedAhead = { isInQuery: false, text: '' };

/** The same behind `key`, of which `step` was made; `isAhead`: it was typed before, too. */
export function aheadWith(
  { isInQuery, text }: TypedAhead,
  key: Key,
  step: PickStep,
  isAhead: boolean,
): TypedAhead {
  const isEdited = key.type === 'key' && step.effect === undefined;
  return {
    isInQuery: step.state.query.line.text !== '' && (isInQuery || isAhead),
    text: text === undefined || isEdited ? undefined : key.type === 'key' ? text : text + key.text,
  };
}

/** What was meant for something else: who typed it leaves, or meant to send it, and it fits nothing here. */
export function meantElsewhere(
  ahead: TypedAhead,
  { state, effect }: PickStep,
  isAhead: boolean,
): string | undefined {
  const isLeft = effect === 'back' || (effect === 'pick' && isAhead);
  if (!isLeft || !ahead.isInQuery || state.matches.length > 0) return undefined;
  return ahead.text ?? state.query.line.text;
}
