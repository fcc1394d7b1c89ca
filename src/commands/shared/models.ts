import type { App, Server, Settings } from '../../app.ts';

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
