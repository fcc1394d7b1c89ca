import type { App } from '../../app.ts';

export interface UnsetOptions {
  readonly name: string;
}

/** `ai-chat config unset`. */
export async function run({ name }: UnsetOptions, app: App): Promise<number> {
  const settings = await app.settings({});
  const { reporter } = await app.messages();
  for (const note of await settings.unset(name)) reporter.note(note);
  return 0;
}
