import type { App, Settings } from '../../app.ts';
import { titleOf } from '../shared/conversation-table.ts';
import { type Picked, pickForCommand } from '../talk/pick-conversation.ts';

/**
 * The conversation that was named, or else is picked, and then said. `settings` are those of a command that has some, read
 * where they are needed. Throws `usage` where nobody can be asked.
 */
export async function wantedConversation(
  app: App,
  named: string | undefined,
  settings: () => Promise<Settings> = () => app.settings({}),
): Promise<Picked> {
  if (named !== undefined) return { reference: named };
  const picked = await pickForCommand(app, await settings());
  if ('exitCode' in picked) return picked;
  const summary = await (await app.store()).find(picked.reference);
  (await app.messages()).reporter.note(`picked ${titleOf(summary)} (${summary.id})`);
  return { reference: summary.id };
}
