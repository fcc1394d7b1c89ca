import { MOST_OPTIONS } from '../../terminal/choice.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { modelChoices, talkersFirst } from '../shared/models.ts';
import { pickOne } from '../shared/pick-one.ts';
import type { Desk, Unfinished } from './desk.ts';

/** Characters of a model's name. */
export const LONGEST_NAME = 60;

/**
 * Which of a server's `models` is to answer: the one that is set, where the server has it, or does not say what it has; there,
 * where none is set, it is asked for. Of many, one is picked by letters of its name.
 */
export async function chooseModel(
  desk: Desk,
  models: readonly string[] | undefined,
): Promise<string | Unfinished> {
  const { value: inUse, source } = desk.settings.get('model');
  // The default is one of OpenAI's.
  if (!models) return source === 'default' ? nameModel(desk) : inUse;
  if (models.includes(inUse)) return inUse;
  const sorted = talkersFirst(models);
  const [only, ...others] = sorted;
  if (only !== undefined && others.length === 0) return only;
  desk.say('which of its models is to answer?');
  if (sorted.length > MOST_OPTIONS) return pickModel(desk, sorted);
  const chosen = await desk.chooser.choose(
    sorted.map((model) => sanitizeLine(model, LONGEST_NAME)),
    'back',
  );
  return chosen.type === 'chosen' ? (sorted[chosen.index] ?? { type: 'back' }) : chosen;
}

async function nameModel({ prompter, say }: Desk): Promise<string | Unfinished> {
  say('it does not tell its models. Enter alone goes back.');
  const reply = await prompter.ask('Name of the model:');
  if (reply.type === 'interrupt') return reply;
  const name = reply.type === 'line' ? reply.text.trim() : '';
  return name === '' ? { type: 'back' } : name;
}

async function pickModel(desk: Desk, models: readonly string[]): Promise<string | Unfinished> {
  const picked = await pickOne(desk.app, desk, modelChoices(models));
  if (picked === 'interrupt' || desk.signal.aborted) return { type: 'interrupt' };
  return picked?.value ?? { type: 'back' };
}
