import { CliError } from '../../errors.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { modelChoices, talkersFirst } from '../shared/models.ts';
import { pickOne } from '../shared/pick-one.ts';
import type { Chat } from './chat.ts';
import type { Interlocutor } from './slash-command.ts';

/** How long the server may take to name its models, in ms; Ctrl-C ends the wait. */
const PATIENCE_MS = 10_000;

/**
 * Lets somebody at a terminal pick one of the models that the chat's server offers; the first is the one in use. Undefined
 * when none was picked, and where there is nobody, or nothing else, to pick; a server that does not tell its models is said so.
 */
export async function pickModel(chat: Chat, other: Interlocutor): Promise<string | undefined> {
  if (!other.prompter) return undefined;
  const inUse = chat.session.conversation.model;
  const models = [...new Set([inUse, ...talkersFirst(await offeredTo(chat, other))])];
  if (models.length === 1) {
    // What was typed ahead may have been meant for the picker that does not come: it is looked at before it is sent.
    (await chat.app.keyboard()).holdBack();
    return undefined;
  }
  const picked = await pickOne(chat.app, other, modelChoices(models, inUse));
  return picked === 'interrupt' ? undefined : picked?.value;
}

/** None where it was stopped, and where the server tells none, which is said. */
async function offeredTo(chat: Chat, { say }: Interlocutor): Promise<readonly string[]> {
  const offered = await wait(chat);
  if (!offered) return [];
  if (!(offered instanceof CliError) && offered.length > 0) return offered;
  const why = offered instanceof CliError ? sanitizeLine(offered.message) : 'it has none';
  say(`the server did not tell its models: ${why}; type /model NAME to change the model`);
  return [];
}

/** Undefined when it was stopped. */
async function wait({ app, models, untilStopped }: Chat): Promise<readonly string[] | CliError | undefined> {
  const { spinner } = await app.messages();
  spinner.start('asking the server for its models');
  return untilStopped((signal) => models.ask(PATIENCE_MS, signal)).finally(spinner.stop);
}
