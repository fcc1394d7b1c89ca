import type { Settings } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { askForModels } from '../shared/models.ts';
import type { Desk, Unfinished } from './desk.ts';

/** How long a server may think about a key, in milliseconds. */
const PATIENCE_MS = 15_000;

/** A key, and the models that the server lists for it; undefined where it could not be checked. */
export interface EnteredKey {
  readonly type: 'key';
  readonly text: string;
  readonly models: readonly string[] | undefined;
}

/**
 * Asks for a key for the server that `settings` name until that takes one, or the user keeps one that could not be
 * checked, or goes back.
 */
export async function askForKey(desk: Desk, settings: Settings): Promise<EnteredKey | Unfinished> {
  const { insecureHttp, reporter, prompter } = desk;
  const server = settings.serverInUse();
  desk.say('It is not shown while you type or paste it. Enter alone goes back.');
  for (;;) {
    const reply = await prompter.askHidden(`API key for ${server}:`);
    if (reply.type === 'interrupt') return reply;
    if (reply.type === 'end' || reply.text.trim() === '') return { type: 'back' };
    const decision = settings.server({ insecureHttp, typedKey: reply.text });
    if (!decision.allowed) {
      reporter.error(decision.error);
      continue;
    }
    desk.say(`asking ${server} about the key …`);
    // The cheapest question that needs a key.
    const answer = await askForModels(desk.app, decision, settings, PATIENCE_MS, desk.signal);
    if (desk.signal.aborted) return { type: 'interrupt' };
    await desk.dropEarly();
    if (!(answer instanceof CliError)) return { type: 'key', text: reply.text, models: answer };
    if (answer.kind === 'auth') {
      reporter.error(new CliError('auth', answer.message, { hint: 'copy the key again, and paste it here' }));
      continue;
    }
    reporter.warn(`the key could not be checked: ${answer.message}`);
    const { type } = await desk.chooser.agree('Keep it all the same?', 'yes');
    if (type === 'yes') return { type: 'key', text: reply.text, models: undefined };
    return { type: type === 'no' ? 'back' : type };
  }
}
