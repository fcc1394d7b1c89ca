import type { LocalServers } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import type { Desk, Left, Outcome } from './desk.ts';

type Found = LocalServers['servers'][number] & { readonly models: readonly string[] };

/** Characters of a model's name. */
const LONGEST_NAME = 60;
/** Names of models that answer no questions. */
const NO_TALKER = /embed|rerank|whisper|\btts\b/i;

/** Looks for servers on this machine, and lets the user choose one of them and of its models. */
export async function useLocalServer(desk: Desk): Promise<Outcome> {
  const { servers, patienceMs } = await desk.app.localServers();
  desk.say(`looking at ${servers.map(({ baseUrl }) => hostOf(baseUrl)).join(', ')} …`);
  const found = await probe(desk, { servers, patienceMs });
  const usable = found.filter(({ models }) => models.length > 0);
  for (const { name, baseUrl } of found.filter(({ models }) => models.length === 0)) {
    desk.reporter.warn(`${name} at ${baseUrl} has no model yet`, 'give it one, then choose this again');
  }
  if (found.length === 0) {
    desk.reporter.warn(
      'no server answers there without a key',
      'start one and choose this again; `--base-url URL` names one elsewhere, `config set apiKey --base-url URL` keeps its key',
    );
  }
  if (usable.length === 0) return { type: 'back' };
  const server = await chooseServer(desk, usable);
  if ('type' in server) return server;
  const model = await chooseModel(desk, server);
  return typeof model === 'string' ? use(desk, server, model) : model;
}

/** Those that answer in time, in their order. */
async function probe({ app }: Desk, { servers, patienceMs }: LocalServers): Promise<readonly Found[]> {
  const patience = new AbortController();
  const cancel = app.runtime.clock.after(patienceMs, () => patience.abort());
  try {
    const answers = await Promise.all(
      servers.map(({ baseUrl }) => app.probeModels(baseUrl, patience.signal)),
    );
    return servers.flatMap((server, index) => {
      const models = answers[index];
      return models ? [{ ...server, models }] : [];
    });
  } finally {
    cancel();
  }
}

async function chooseServer(desk: Desk, found: readonly Found[]): Promise<Found | Left | { type: 'back' }> {
  const [first, ...others] = found;
  if (first && others.length === 0) {
    desk.say(`found ${describe(first)}`);
    return first;
  }
  const chosen = await desk.chooser.choose(found.map(describe), 'back');
  return chosen.type === 'chosen' ? (found[chosen.index] ?? { type: 'back' }) : chosen;
}

function describe({ name, baseUrl, models }: Found): string {
  return `${name} at ${baseUrl}, with ${models.length === 1 ? '1 model' : `${models.length} models`}`;
}

/** The model that is set, where the server has it. */
async function chooseModel(
  { settings, chooser, say }: Desk,
  { models }: Found,
): Promise<string | Left | { type: 'back' }> {
  const inUse = settings.get('model').value;
  if (models.includes(inUse)) return inUse;
  const sorted = [
    ...models.filter((model) => !NO_TALKER.test(model)),
    ...models.filter((model) => NO_TALKER.test(model)),
  ];
  const [only, ...others] = sorted;
  if (only !== undefined && others.length === 0) return only;
  say('which of its models is to answer?');
  const chosen = await chooser.choose(
    sorted.map((model) => sanitizeLine(model, LONGEST_NAME)),
    'back',
  );
  return chosen.type === 'chosen' ? (sorted[chosen.index] ?? { type: 'back' }) : chosen;
}

/** For this chat alone, or for later ones too. */
async function use(desk: Desk, { name, baseUrl }: Found, model: string): Promise<Outcome> {
  const { app, settings, reporter, chooser } = desk;
  const shown = sanitizeLine(model, LONGEST_NAME);
  const { type } = await chooser.agree(`Use ${name} with ${shown} from now on, not just this once?`, 'yes');
  if (type === 'interrupt' || type === 'end') return { type };
  const flags = { ...desk.flags, baseUrl, model };
  if (type === 'no') return { type: 'ready', settings: await app.settings(flags), flags };
  try {
    const notes = [...(await settings.set('baseUrl', baseUrl)), ...(await settings.set('model', model))];
    for (const note of notes) reporter.note(note);
    reporter.note(`kept in ${settings.configPath}; \`ai-chat config\` changes it`);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    reporter.warn(error.message, error.hint);
  }
  const isInUse = settings.get('baseUrl').value === baseUrl && settings.get('model').value === model;
  if (isInUse) return { type: 'ready', settings, flags: desk.flags };
  // Something else comes before the config file: then as if it had been given with the command.
  return { type: 'ready', settings: await app.settings(flags), flags };
}

function hostOf(baseUrl: string): string {
  return new URL(baseUrl).host;
}
