import type { App, Server, Settings } from '../../app.ts';
import { offeredModels } from '../shared/models.ts';

/**
 * The models that a chat's server offers. It is asked at most once, when somebody wants to know: every message of the chat
 * goes there anyway. What did not say is asked again only after a while.
 */
export interface ModelList {
  /**
   * Those that the server has told `patience` ms after it was asked, or when `signal` aborts; none where it has not by then. Who
   * asks later does not wait for that time again.
   */
  within(patience: number, signal?: AbortSignal): Promise<readonly string[]>;
  /** Gives up what is still asked. */
  close(): void;
}

/** How long the server may take, in ms: longer than anybody waits at once, and of use the next time. */
const LONGEST_MS = 15_000;
/** How long a server that did not say is left in peace, in ms. */
const REST_MS = 120_000;

interface Inquiry {
  readonly server: string;
  readonly answer: Promise<readonly string[]>;
  /** When it was asked, and until when that holds; on the monotonic clock, in ms. */
  readonly since: number;
  goodUntil: number;
}

export function createModelList(
  app: Pick<App, 'runtime' | 'listModels'>,
  settings: Settings,
  serverNow: () => Server,
): ModelList {
  const { clock } = app.runtime;
  const closing = new AbortController();
  let last: Inquiry | undefined;

  function ask(): Inquiry {
    const server = serverNow();
    if (last?.server === server.server && clock.monotonic() < last.goodUntil) return last;
    const inquiry: Inquiry = {
      server: server.server,
      answer: offeredModels(app, server, settings, LONGEST_MS, closing.signal).then((models) => {
        if (models.length === 0) inquiry.goodUntil = clock.monotonic() + REST_MS;
        return models;
      }),
      since: clock.monotonic(),
      goodUntil: Number.POSITIVE_INFINITY,
    };
    last = inquiry;
    return inquiry;
  }

  return {
    within(patience, signal) {
      return new Promise((resolve, reject) => {
        const finish = (models: readonly string[]) => {
          cancel();
          signal?.removeEventListener('abort', giveUp);
          resolve(models);
        };
        const giveUp = () => finish([]);
        const { answer, since } = ask();
        const left = since + patience - clock.monotonic();
        const cancel = clock.after(Math.max(0, left), giveUp);
        if (signal?.aborted) return giveUp();
        signal?.addEventListener('abort', giveUp, { once: true });
        answer.then(finish, reject);
      });
    },
    close: () => closing.abort(),
  };
}
