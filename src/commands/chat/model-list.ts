import type { App, Server, Settings } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { askForModels, noAnswer } from '../shared/models.ts';

/**
 * The models that a chat's server offers. It is asked when somebody wants to know: every message of the chat goes there
 * anyway. What it has told holds for the whole chat.
 */
export interface ModelList {
  /**
   * Those that the server has told `patience` ms after it was asked; none where it has not by then. Who asks later does not wait
   * for that time again, and one that did not say is left in peace for a while.
   */
  within(patience: number): Promise<readonly string[]>;
  /**
   * Those that the server tells within `patience` ms, or why it tells none. One that did not say before is asked anew. Throws
   * the reason of `signal` when that aborts.
   */
  ask(patience: number, signal: AbortSignal): Promise<readonly string[] | CliError>;
  /**
   * Whether the server has told its models, and `model` is none of them, nor one of them in another form. Asks nobody.
   * `llama3.2` is Ollama's `llama3.2:latest`; behind a colon some servers take variants (`:online`) that no list names.
   */
  lacks(model: string): boolean;
  /** Gives up what is still asked. */
  close(): void;
}

/** How long the server may take, in ms: longer than anybody waits at once, and of use the next time. */
const LONGEST_MS = 15_000;
/** How long a server that did not say is left in peace, in ms. */
const REST_MS = 120_000;

interface Inquiry {
  readonly server: Server;
  readonly answer: Promise<readonly string[] | CliError>;
  /** When it was asked, on the monotonic clock, in ms. */
  readonly since: number;
  /** What the server has told, once it has. */
  told: readonly string[];
  /** When the server was known not to say, on the same clock; undefined while it may, and when it has. */
  failedAt: number | undefined;
  giveUp(): void;
}

export function createModelList(
  app: Pick<App, 'runtime' | 'listModels'>,
  settings: Settings,
  serverNow: () => Server,
): ModelList {
  const { clock } = app.runtime;
  let last: Inquiry | undefined;

  function begin(server: Server): Inquiry {
    const closing = new AbortController();
    const fail = () => {
      inquiry.failedAt ??= clock.monotonic();
    };
    const answer = askForModels(app, server, settings, LONGEST_MS, closing.signal).then((told) => {
      if (told instanceof CliError || told.length === 0) fail();
      else inquiry.told = told;
      return told;
    });
    const giveUp = () => {
      fail();
      closing.abort();
    };
    const since = clock.monotonic();
    const inquiry: Inquiry = { server, answer, since, told: [], failedAt: undefined, giveUp };
    return inquiry;
  }

  /** The last inquiry, unless another server is meant by now, or it failed and that was at least `rest` ms ago. */
  function inquire(rest: number): Inquiry {
    const server = serverNow();
    const isOver = last?.failedAt !== undefined && clock.monotonic() - last.failedAt >= rest;
    if (last?.server.server !== server.server || isOver) last = begin(server);
    return last;
  }

  /** Undefined where there is no answer after so many ms, or when `signal` aborts. */
  function wait(
    { answer }: Inquiry,
    ms: number,
    signal?: AbortSignal,
  ): Promise<Awaited<typeof answer> | undefined> {
    return new Promise((resolve, reject) => {
      const finish = (told: Awaited<typeof answer> | undefined) => {
        cancel();
        signal?.removeEventListener('abort', giveUp);
        resolve(told);
      };
      const giveUp = () => finish(undefined);
      const cancel = clock.after(Math.max(0, ms), giveUp);
      if (signal?.aborted) return giveUp();
      signal?.addEventListener('abort', giveUp, { once: true });
      answer.then(finish, reject);
    });
  }

  return {
    async within(patience) {
      const inquiry = inquire(REST_MS);
      const told = await wait(inquiry, inquiry.since + patience - clock.monotonic());
      return told === undefined || told instanceof CliError ? [] : told;
    },
    async ask(patience, signal) {
      const inquiry = inquire(0);
      const told = await wait(inquiry, patience, signal);
      if (told !== undefined) return told;
      // Another try should not wait for the same silence.
      inquiry.giveUp();
      signal.throwIfAborted();
      return noAnswer(inquiry.server, patience);
    },
    lacks(model) {
      if (!last || last.server.server !== serverNow().server) return false;
      const isMeant = (told: string) =>
        told === model || told === `${model}:latest` || model.startsWith(`${told}:`);
      return last.told.length > 0 && !last.told.some(isMeant);
    },
    close: () => last?.giveUp(),
  };
}
