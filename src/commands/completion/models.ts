import type { App, Settings } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { askForModels, usedModels } from '../shared/models.ts';
import { isPlainWord } from './plain-word.ts';
import type { Candidate } from './shell.ts';

/** What completion works with. */
export type CompletionApp = Pick<App, 'runtime' | 'settings' | 'store' | 'servers' | 'listModels'>;

/** A Tab waits no longer for a server, in ms. */
const PATIENCE_MS = 250;
/** How the settings name a server on this machine, whichever of its addresses was given. */
const THIS_MACHINE = /^https?:\/\/localhost(:\d+)?$/;

/**
 * The model in use, those of the conversations used last, and those that a server on this machine offers. No other server
 * is asked: a Tab sends nothing over the network, and no key.
 */
export async function modelCandidates(app: CompletionApp, baseUrl: string | undefined): Promise<Candidate[]> {
  const settings = await app.settings({ baseUrl });
  const found = await Promise.allSettled([usedModels(app, settings), modelsOfThisMachine(app, settings)]);
  const ids = new Set(found.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])));
  return [...ids].filter(isPlainWord).map((value) => ({ value, description: '' }));
}

async function modelsOfThisMachine(
  app: Pick<App, 'runtime' | 'listModels'>,
  settings: Settings,
): Promise<readonly string[]> {
  const server = settings.server();
  // A repository's .env could name any port: nothing goes there before the user asks something.
  const isAskable =
    server.allowed && THIS_MACHINE.test(server.server) && settings.get('baseUrl').source !== '.env';
  if (!isAskable) return [];
  const told = await askForModels(app, server, settings, PATIENCE_MS, new AbortController().signal);
  return told instanceof CliError ? [] : told;
}
