import type { App } from '../app.ts';
import type { TurnOutcome } from '../conversation/turn.ts';
import { CliError, SIGNAL_EXIT_CODES } from '../errors.ts';
import { untilInterrupted } from './shared/interruption.ts';
import { createTarget, type Target } from './shared/target.ts';
import {
  createJsonFormat,
  createJsonLinesFormat,
  createTextFormat,
  failureLine,
} from './talk/answer-format.ts';
import { renderingOf } from './talk/answer-view.ts';
import type { ServerFlags } from './talk/connect.ts';
import { type Choice, openSession } from './talk/open-session.ts';
import { checkQuestion, composeQuestion, type QuestionParts } from './talk/question.ts';
import { requestParameters } from './talk/request-parameters.ts';
import { showTurn } from './talk/show-turn.ts';

export interface AskOptions extends ServerFlags, QuestionParts {
  readonly session: string | undefined;
  readonly continueLast: boolean;
  /** A file, in place of standard output. */
  readonly output: string | undefined;
  readonly format: 'text' | 'json' | 'jsonl';
  readonly stream: boolean;
  readonly save: boolean;
}

/** `ai-chat ask`: one question, one answer. */
export async function run(options: AskOptions, app: App): Promise<number> {
  const interruption = untilInterrupted(app.runtime.interrupts);
  const readerGone = new AbortController();
  let output: Target | undefined;
  let outcome: TurnOutcome | undefined;
  let failure: CliError | undefined;
  try {
    output = await createTarget(app, options.output, {
      onGone: () => readerGone.abort(),
      signal: interruption.signal,
    });
    outcome = await ask(options, app, output, AbortSignal.any([interruption.signal, readerGone.signal]));
    failure = outcome.error;
  } catch (error) {
    if (error instanceof CliError) failure = error;
    // What waits throws the abort's reason when it is interrupted, or nobody reads any more.
    else if (!interruption.interrupt && !readerGone.signal.aborted) throw error;
  } finally {
    interruption.dispose();
  }

  const code = interruption.interrupt ? SIGNAL_EXIT_CODES[interruption.interrupt] : (failure?.exitCode ?? 0);
  if (output && options.format === 'jsonl' && code !== 0 && !outcome?.answer) {
    const { redactor } = await app.messages();
    await output.write(failureLine(code, redactor.redact(failure?.message ?? 'interrupted')));
  }
  // A file is replaced by a whole answer or not at all; what was printed is flushed in any case.
  if (code === 0 || output?.kind !== 'file') await output?.end();
  if (output?.gone) return 0;
  if (failure && !interruption.interrupt) throw failure;
  return code;
}

async function ask(options: AskOptions, app: App, output: Target, signal: AbortSignal): Promise<TurnOutcome> {
  checkQuestion(options, app);
  const settings = await app.settings(options.settings);
  const { session, server } = await openSession(app, settings, options, choiceOf(options), {
    kind: 'ask',
    save: options.save,
    amend: true,
    signal,
  });
  const question = await composeQuestion(options, app, signal);
  const format =
    options.format === 'jsonl'
      ? createJsonLinesFormat(output)
      : options.format === 'json'
        ? createJsonFormat(output)
        : await createTextFormat(app, output, {
            rendering: renderingOf(app, settings, output),
            onTerminal: output.isTerminal,
            stream: options.stream,
          });
  const { model, close } = await app.openModel(server, settings);
  try {
    const events = session.send(question, { model, signal, ...requestParameters(settings) });
    return await showTurn(app, session, events, format, signal);
  } finally {
    await close();
  }
}

function choiceOf({ session, continueLast }: AskOptions): Choice {
  if (session !== undefined) return { type: 'named', name: session };
  return { type: continueLast ? 'last' : 'new' };
}
