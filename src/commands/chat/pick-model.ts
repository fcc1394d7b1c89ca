import { modelChoices, talkersFirst } from '../shared/models.ts';
import { pickOne } from '../shared/pick-one.ts';
import type { Chat } from './chat.ts';
import type { Interlocutor } from './slash-command.ts';

/** How long the server may take to name its models, in ms; Ctrl-C ends the wait. */
const PATIENCE_MS = 10_000;

/**
 * Lets somebody at a terminal pick one of the models that the chat's server offers; the first is the one in use. Undefined
 * when none was picked, and where there is nobody, or nothing else, to pick.
 */
export async function pickModel(chat: Chat, other: Interlocutor): Promise<string | undefined> {
  if (!other.ask) return undefined;
  const inUse = chat.session.conversation.model;
  const offered = await wait(chat);
  const models = [...new Set([inUse, ...talkersFirst(offered)])];
  if (models.length === 1) return undefined;
  const picked = await pickOne(chat.app, other, modelChoices(models, inUse));
  return picked === 'interrupt' ? undefined : picked?.value;
}

async function wait({ app, models, untilStopped }: Chat): Promise<readonly string[]> {
  const { spinner } = await app.messages();
  spinner.start('asking the server for its models');
  const offered = await untilStopped((signal) => models.within(PATIENCE_MS, signal)).finally(spinner.stop);
  return offered ?? [];
}
