import { CliError } from '../../errors.ts';
import type { Desk, Outcome } from './desk.ts';

/** How long a server may think about a key, in milliseconds. */
const PATIENCE_MS = 15_000;

/** Asks for a key until the server takes one, or the user keeps one that could not be checked, or goes back. */
export async function enterKey(desk: Desk): Promise<Outcome> {
  const { settings, server, insecureHttp, reporter, prompter } = desk;
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
    const problem = await check(desk, decision);
    if (problem?.kind === 'auth') {
      reporter.error(
        new CliError('auth', problem.message, { hint: 'copy the key again, and paste it here' }),
      );
      continue;
    }
    if (problem) {
      reporter.warn(`the key could not be checked: ${problem.message}`);
      const { type } = await desk.chooser.agree('Keep it all the same?', 'yes');
      if (type === 'interrupt' || type === 'end') return { type };
      if (type === 'no') return { type: 'back' };
    }
    return keep(desk, reply.text);
  }
}

/** The cheapest question that needs a key: which models there are. Gives what went wrong. */
async function check(
  { app, settings, server }: Desk,
  asked: Parameters<Desk['app']['listModels']>[0],
): Promise<CliError | undefined> {
  const patience = new AbortController();
  const late = new CliError('network', `no answer from ${server} within ${PATIENCE_MS / 1000} s`);
  const cancel = app.runtime.clock.after(PATIENCE_MS, () => patience.abort(late));
  try {
    await app.listModels(asked, settings, patience.signal);
    return undefined;
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  } finally {
    cancel();
  }
}

async function keep({ settings, flags, reporter }: Desk, key: string): Promise<Outcome> {
  try {
    for (const note of await settings.set('apiKey', key)) reporter.note(note);
    reporter.note(`it is kept in ${settings.configPath}, for you alone to read`);
    return { type: 'ready', settings, flags };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    reporter.error(error);
    return { type: 'back' };
  }
}
