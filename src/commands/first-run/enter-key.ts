import { CliError } from '../../errors.ts';
import { askForKey } from './ask-for-key.ts';
import type { Desk, Outcome } from './desk.ts';

/** Asks for a key for the server in use, and keeps it. */
export async function enterKey(desk: Desk): Promise<Outcome> {
  const { settings, flags, reporter, signal } = desk;
  const entered = await askForKey(desk, settings);
  if (entered.type !== 'key') return entered;
  try {
    for (const note of await settings.set('apiKey', entered.text, signal)) reporter.note(note);
    reporter.note(`it is kept in ${settings.configPath}, for you alone to read`);
    return { type: 'ready', settings, flags };
  } catch (error) {
    if (signal.aborted && error === signal.reason) return { type: 'interrupt' };
    if (!(error instanceof CliError)) throw error;
    reporter.error(error);
    return { type: 'back' };
  }
}
