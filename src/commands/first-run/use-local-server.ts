import type { LocalServers, Probed } from '../../app.ts';
import { counted } from '../../conversation/counted.ts';
import { askForKey } from './ask-for-key.ts';
import { chooseModel } from './choose-model.ts';
import type { Desk, Outcome, Unfinished } from './desk.ts';
import { keepLocalServer } from './keep-local-server.ts';

type Found = LocalServers['servers'][number] & { readonly probed: Probed };
/** A server and what it takes to use it. */
interface Usable {
  readonly models: readonly string[] | undefined;
  readonly key: string | undefined;
}

/** Looks for servers on this machine, and lets the user choose one of them and of its models. */
export async function useLocalServer(desk: Desk): Promise<Outcome> {
  const { servers, patienceMs } = await desk.app.localServers();
  desk.say(`looking at ${servers.map(({ baseUrl }) => hostOf(baseUrl)).join(', ')} …`);
  const found = await probe(desk, { servers, patienceMs });
  if (desk.signal.aborted) return { type: 'interrupt' };
  await desk.dropEarly();
  const usable = found.filter(({ probed }) => probed === 'wants a key' || probed.models.length > 0);
  for (const server of found.filter((each) => !usable.includes(each))) sayEmpty(desk, server);
  if (found.length === 0) {
    desk.reporter.warn(
      'no server answers there',
      'start one and choose this again; `--base-url URL` names one elsewhere',
    );
  }
  if (usable.length === 0) return { type: 'back' };
  const server = await chooseServer(desk, usable);
  if ('type' in server) return server;
  const use = await unlock(desk, server);
  if ('type' in use) return use;
  const model = await chooseModel(desk, use.models);
  return typeof model === 'string' ? keepLocalServer(desk, { ...server, model, key: use.key }) : model;
}

/** Those that answer in time, in their order. */
async function probe(
  { app, signal }: Desk,
  { servers, patienceMs }: LocalServers,
): Promise<readonly Found[]> {
  const patience = new AbortController();
  const cancel = app.runtime.clock.after(patienceMs, () => patience.abort());
  const either = AbortSignal.any([patience.signal, signal]);
  try {
    const answers = await Promise.all(servers.map(({ baseUrl }) => app.probeModels(baseUrl, either)));
    return servers.flatMap((server, index) => {
      const probed = answers[index];
      return probed ? [{ ...server, probed }] : [];
    });
  } finally {
    cancel();
  }
}

async function chooseServer(desk: Desk, found: readonly Found[]): Promise<Found | Unfinished> {
  const [first, ...others] = found;
  if (first && others.length === 0) {
    desk.say(`found ${describe(first)}`);
    return first;
  }
  const chosen = await desk.chooser.choose(found.map(describe), 'back');
  return chosen.type === 'chosen' ? (found[chosen.index] ?? { type: 'back' }) : chosen;
}

function describe({ name, baseUrl, probed }: Found): string {
  if (probed === 'wants a key') return `${name} at ${baseUrl}, which wants a key`;
  return `${name} at ${baseUrl}, with ${counted(probed.models.length, 'model')}`;
}

/** The server's models; those of one that wants a key once it has one. */
async function unlock(desk: Desk, server: Found): Promise<Usable | Unfinished> {
  const { baseUrl, probed } = server;
  if (probed !== 'wants a key') return { models: probed.models, key: undefined };
  const settings = await desk.app.settings({ ...desk.flags, baseUrl });
  const entered = await askForKey(desk, settings);
  if (entered.type !== 'key') return entered;
  const { models, text } = entered;
  if (models?.length !== 0) return { models, key: text };
  sayEmpty(desk, server);
  return { type: 'back' };
}

function sayEmpty({ reporter }: Desk, { name, baseUrl }: Found): void {
  reporter.warn(`${name} at ${baseUrl} has no model yet`, 'give it one, then choose this again');
}

function hostOf(baseUrl: string): string {
  return new URL(baseUrl).host;
}
