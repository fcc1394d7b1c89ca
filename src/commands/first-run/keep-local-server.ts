import { CliError } from '../../errors.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { LONGEST_NAME } from './choose-model.ts';
import type { Desk, Outcome } from './desk.ts';

/** A server of this machine, with one of its models and the key that it wants, if it does. */
export interface LocalChoice {
  readonly name: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly key: string | undefined;
}

/** Makes it the one in use, for this chat alone or for later ones too. */
export async function keepLocalServer(desk: Desk, choice: LocalChoice): Promise<Outcome> {
  const { app, settings, reporter, chooser, signal } = desk;
  const { name, baseUrl, model, key } = choice;
  const shown = sanitizeLine(model, LONGEST_NAME);
  const { type } = await chooser.agree(`Use ${name} with ${shown} from now on, not just this once?`, 'yes');
  if (type === 'interrupt' || type === 'end') return { type };
  const flags = { ...desk.flags, baseUrl, model };
  const asGiven = async (): Promise<Outcome> => ({
    type: 'ready',
    settings: await app.settings(flags),
    flags,
    isPicked: true,
    ...(key === undefined ? {} : { typedKey: key }),
  });
  if (type === 'no') return asGiven();
  try {
    for (const note of await keep(desk, choice)) reporter.note(note);
    reporter.note(`kept in ${settings.configPath}; \`ai-chat config\` changes it`);
  } catch (error) {
    if (signal.aborted && error === signal.reason) return { type: 'interrupt' };
    if (!(error instanceof CliError)) throw error;
    reporter.warn(error.message, error.hint);
    return asGiven();
  }
  const isInUse = settings.get('baseUrl').value === baseUrl && settings.get('model').value === model;
  // Where something else comes before the config file, then as if it had been given with the command.
  return isInUse ? { type: 'ready', settings, flags: desk.flags } : asGiven();
}

async function keep({ app, settings, flags, signal }: Desk, choice: LocalChoice): Promise<readonly string[]> {
  const { baseUrl, model, key } = choice;
  const notes = [
    ...(await settings.set('baseUrl', baseUrl, signal)),
    ...(await settings.set('model', model, signal)),
  ];
  if (key === undefined) return notes;
  // Whatever else names a server: the key is for this one.
  const itsSettings = await app.settings({ ...flags, baseUrl });
  notes.push(...(await itsSettings.set('apiKey', key, signal)));
  await settings.reload();
  return notes;
}
