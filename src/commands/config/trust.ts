import type { App } from '../../app.ts';

export interface TrustOptions {
  readonly remove: boolean;
}

/** `ai-chat config trust`: this folder's `.env` may name its server, or no longer. */
export async function run({ remove }: TrustOptions, app: App): Promise<number> {
  const settings = await app.settings({});
  const { reporter } = await app.messages();
  if (!remove) {
    const { folder, server } = await settings.trust();
    reporter.note(`${folder}/.env may name the server ${server}`);
    return 0;
  }
  const removed = await settings.untrust();
  for (const { folder, server } of removed)
    reporter.note(`${folder}/.env may no longer name the server ${server}`);
  if (removed.length === 0) reporter.note("this folder's .env was not trusted");
  return 0;
}
