import type { App, OpenModel, Server, Settings } from '../../app.ts';
import type { SendOptions, Session } from '../../conversation/session.ts';
import type { TurnEvent, TurnOutcome } from '../../conversation/turn.ts';
import { CliError } from '../../errors.ts';
import type { Output } from '../../terminal/output.ts';
import { createTextFormat } from '../talk/answer-format.ts';
import { type Rendering, renderingOf } from '../talk/answer-view.ts';
import type { ServerFlags } from '../talk/connect.ts';
import { type Choice, type OpenedSession, openSession } from '../talk/open-session.ts';
import { requestParameters } from '../talk/request-parameters.ts';
import { showTurn } from '../talk/show-turn.ts';
import { type Attachments, createAttachments } from './attachments.ts';
import { createModelList, type ModelList } from './model-list.ts';
import { whatNext } from './what-next.ts';

export interface ChatFlags extends ServerFlags {
  readonly save: boolean;
}

/** A chat that is going on: its conversation, which commands may change, and the answer that streams, if one does. */
export interface Chat {
  readonly app: App;
  readonly settings: Settings;
  readonly save: boolean;
  readonly session: Session;
  /** The one that the conversation belongs to. */
  readonly server: Server;
  /** Whether the conversation was there before this chat. */
  readonly resumed: boolean;
  /** What the server offers. */
  readonly models: ModelList;
  readonly attachments: Attachments;
  /** Asks; throws what went wrong, once the answer as far as it came is shown and kept. */
  send(content: string): Promise<TurnOutcome>;
  /** Asks the last question again; undefined when there is none. */
  retry(): Promise<TurnOutcome | undefined>;
  /** Does one thing as a whole: a stop, whenever it comes, stops what goes on then, and what of it would begin later. */
  asOne<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Does what can be stopped like an answer; undefined when it was. `action` throws the signal's reason then. */
  untilStopped<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>;
  /** Stops the answer that streams, or what else goes on; done again, the wait to keep what came. */
  stop(): void;
  /** Goes on with another conversation; throws the signal's reason when that ends the wait for another process that writes. */
  switchTo(choice: Choice, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** What ends what goes on: the work itself, and the wait to keep what came of it. */
interface Running {
  readonly work: AbortController;
  readonly wait: AbortController;
}

/** Opens the conversation that `choice` names, and the model behind it. */
export async function openChat(
  app: App,
  settings: Settings,
  flags: ChatFlags,
  choice: Choice,
  output: Output,
): Promise<Chat> {
  const open = (wanted: Choice, amend: boolean) =>
    openSession(app, settings, flags, wanted, { kind: 'chat', save: flags.save, amend });
  const rendering: Rendering = renderingOf(app, settings);
  let opened: OpenedSession = await open(choice, true);
  let model: OpenModel = await app.openModel(opened.server, settings);
  let running: Running | undefined;
  const attachments = createAttachments();
  const models = createModelList(app, settings, () => opened.server);

  async function asOne<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const around = running;
    running = around ?? { work: new AbortController(), wait: new AbortController() };
    try {
      return await action(running.work.signal);
    } finally {
      running = around;
    }
  }

  const turn = (begin: (options: SendOptions) => AsyncIterable<TurnEvent> | undefined) =>
    asOne(async (signal): Promise<TurnOutcome | undefined> => {
      const giveUp = running?.wait.signal;
      const parameters = { ...(giveUp && { giveUp }), ...requestParameters(settings) };
      const events = begin({ model: model.model, signal, ...parameters });
      if (!events) return undefined;
      const format = await createTextFormat(app, output, {
        rendering,
        onTerminal: app.runtime.stdout.isTTY,
        stream: true,
      });
      const outcome = await showTurn(app, opened.session, events, format, signal);
      // What is said about the answer, and the next prompt, come behind it.
      await output.flush();
      if (outcome.error) throw inChat(outcome.error, outcome);
      return outcome;
    });

  return {
    app,
    settings,
    save: flags.save,
    attachments,
    models,
    get session() {
      return opened.session;
    },
    get server() {
      return opened.server;
    },
    get resumed() {
      return opened.resumed;
    },
    async send(content) {
      const whole = [content, ...attachments.takeAll()].filter((part) => part !== '').join('\n\n');
      const outcome = await turn((options) => opened.session.send(whole, options));
      if (!outcome) throw new Error('a question was not sent');
      return outcome;
    },
    asOne,
    untilStopped: (action) =>
      asOne((signal) =>
        action(signal).catch((error: unknown) => {
          if (!signal.aborted) throw error;
          return undefined;
        }),
      ),
    retry: () => turn((options) => opened.session.retry(options)),
    stop: () => (running?.work.signal.aborted ? running.wait : running?.work)?.abort(),
    async switchTo(wanted, signal) {
      // First: it may be the same one that is chosen.
      await opened.session.settle(signal);
      const next = await open(wanted, false);
      const nextModel = await app.openModel(next.server, settings);
      await model.close();
      opened = next;
      model = nextModel;
    },
    async close() {
      models.close();
      const now = AbortSignal.abort();
      // Unless another process still writes: who leaves waits for nothing.
      await opened.session.settle(now).catch((error: unknown) => {
        if (error !== now.reason) throw error;
      });
      await model.close();
    },
  };
}

/** The error with the hint that is one in a chat. */
export function forChat(error: CliError): CliError {
  const { kind, message, isWarning, chatHint } = error;
  return chatHint === undefined
    ? error
    : new CliError(kind, message, { hint: chatHint, cause: error, isWarning });
}

/** In a chat, what can be tried again is tried again with /retry, what was begun goes on, and commands mend what flags do elsewhere. */
function inChat(error: CliError, { finish, answer }: TurnOutcome): CliError {
  const { kind, message, isWarning, hint: mendingHint } = forChat(error);
  const canRetry = kind === 'network' || kind === 'rate-limit' || kind === 'incomplete';
  const hasText = (answer?.content ?? '') !== '';
  const next = canRetry || hasText ? whatNext(finish, hasText) : undefined;
  const mend = kind === 'incomplete' || hasText ? undefined : mendingHint;
  const hint = [mend, next].filter((part) => part !== undefined).join('; ');
  return new CliError(kind, message, { hint, cause: error, isWarning });
}
