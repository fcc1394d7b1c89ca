import type { App, Server, Settings } from '../../app.ts';
import type { ConversationSummary } from '../../conversation/types.ts';
import { CliError } from '../../errors.ts';
import type { Choices, Pickable } from './pick-one.ts';

/** How many conversations are looked at for their model. */
const RECENT = 200;

/**
 * The models that somebody may mean, each once, without asking any server: the one that is set, and those that have answered in
 * the conversations used last, of those with `server` where that is given.
 */
export async function usedModels(
  app: Pick<App, 'store' | 'servers'>,
  settings: Settings,
  server?: string,
): Promise<readonly string[]> {
  const found = await Promise.allSettled([modelInUse(settings), modelsOfConversations(app, server)]);
  return [...new Set(found.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])))];
}

async function modelInUse(settings: Settings): Promise<readonly string[]> {
  return [settings.get('model').value];
}

async function modelsOfConversations(
  app: Pick<App, 'store' | 'servers'>,
  server: string | undefined,
): Promise<readonly string[]> {
  const { conversations } = await (await app.store()).list({ limit: RECENT });
  const { serverOf } = await app.servers();
  // Behind a question alone the model may be a slip: none has answered.
  const hasAnswered = ({ messageCount }: ConversationSummary) => messageCount > 1;
  const isThere = ({ baseUrl }: ConversationSummary) => server === undefined || serverOf(baseUrl) === server;
  return conversations.filter((each) => hasAnswered(each) && isThere(each)).map(({ model }) => model);
}

/**
 * Those that `server` offers, or why it does not tell them: `patience` is how long it may take, in ms. None when `signal` aborts.
 */
export async function askForModels(
  app: Pick<App, 'runtime' | 'listModels'>,
  server: Server,
  settings: Settings,
  patience: number,
  signal: AbortSignal,
): Promise<readonly string[] | CliError> {
  const late = new AbortController();
  const cancel = app.runtime.clock.after(patience, () => late.abort(noAnswer(server, patience)));
  try {
    return await app.listModels(server, settings, AbortSignal.any([late.signal, signal]));
  } catch (error) {
    if (error instanceof CliError) return error;
    if (signal.aborted) return [];
    throw error;
  } finally {
    cancel();
  }
}

/** Says that `server` has not answered in so many ms. */
export function noAnswer({ server }: Server, patience: number): CliError {
  return new CliError('network', `no answer from ${server} within ${patience / 1000} s`);
}

/** Names of models that answer no questions. */
const NO_TALKER = /embed|rerank|whisper|\btts\b/i;

/** The same, those behind that hardly answer questions. */
export function talkersFirst(models: readonly string[]): readonly string[] {
  const isTalker = (model: string) => !NO_TALKER.test(model);
  return [...models.filter(isTalker), ...models.filter((model) => !isTalker(model))];
}

/** The choice among `models`; the one `inUse` is marked. */
export function modelChoices(models: readonly string[], inUse?: string): Choices<Pickable> {
  return {
    items: models.map((model) => ({
      value: model,
      label: model,
      detail: model === inUse ? 'in use' : '',
      texts: [model],
    })),
    question: 'Number or name:',
    whyNoName: async (answer) => (models.includes(answer) ? undefined : `there is no model “${answer}”`),
  };
}
