import type { App } from '../../app.ts';
import type { OnProgress } from '../../conversation/ports.ts';

/** Milliseconds after which somebody begins to wonder. */
const DELAY = 1000;

/** Does long work, and shows on a terminal's standard error how far it has come: `checking 1200 of 9000`. */
export async function withProgress<T>(
  app: App,
  what: string,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  const { spinner } = await app.messages();
  let progress = '';
  spinner.start(what, { progress: () => progress, delay: DELAY });
  try {
    return await work((done, total) => {
      progress = `${done} of ${total}`;
    });
  } finally {
    spinner.stop();
  }
}
