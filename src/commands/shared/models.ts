import type { App, Server, Settings } from '../../app.ts';
import type { Choices, Pickable } from './pick-one.ts';

/** How many conversations are looked at for their model. */
const RECENT = 200;

/** The models that somebody may mean, each once, without asking any server: the one in use, and those of the conversations used last. */
export async function usedModels(app: Pick<App, 'store'>, settings: Settings): Promise<readonly string[]> {
  const found = await Promise.allSettled([modelInUse(settings), modelsOfConversations(app)]);
  return [...new Set(found.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])))];
}

async function modelInUse(settings: Settings): Promise<readonly string[]> {
  return [settings.get('model').value];
}

async function modelsOfConversations(app: Pick<App, 'store'>): Promise<readonly string[]> {
  const { conversations } = await (await app.store()).list({ limit: RECENT });
  return conversations.map(({ model }) => model);
}

/** Those that `server` offers; none when it does not say within `patience` (ms). */
export async function offeredModels(
  app: Pick<App, 'runtime' | 'listModels'>,
  server: Server,
  settings: Settings,
  patience: number,
): Promise<readonly string[]> {
  const controller = new AbortController();
  const cancel = app.runtime.clock.after(patience, () => controller.abort());
  try {
    return await app.listModels(server, settings, controller.signal);
  } catch {
    return [];
  } finally {
    cancel();
  }
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
  };
}
