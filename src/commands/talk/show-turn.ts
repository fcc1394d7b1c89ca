import type { App } from '../../app.ts';
import type { Session } from '../../conversation/session.ts';
import type { TurnEvent, TurnOutcome } from '../../conversation/turn.ts';
import type { AnswerFormat } from './answer-format.ts';

/**
 * Shows one turn of talk as it comes, a spinner while nothing does, and gives back how it ended. A slow reader is waited
 * for, but not when `signal` aborts the turn: then what came is to be kept at once.
 */
export async function showTurn(
  app: App,
  session: Session,
  events: AsyncIterable<TurnEvent>,
  format: AnswerFormat,
  signal: AbortSignal,
): Promise<TurnOutcome> {
  const { spinner, reporter } = await app.messages();
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  let outcome: TurnOutcome | undefined;
  try {
    for await (const event of events) {
      switch (event.type) {
        case 'start':
          format.start(session);
          spinner.start();
          break;
        case 'notice':
          reporter.note(event.text);
          format.noted();
          break;
        case 'reasoning':
          if (format.streams) spinner.stop();
          format.reasoning(event.text);
          break;
        case 'text': {
          if (format.streams) spinner.stop();
          const slow = format.text(event.text);
          if (slow && !signal.aborted) await Promise.race([slow, aborted]);
          break;
        }
        case 'done':
          spinner.stop();
          outcome = event;
          if (event.answer) await format.done(session, event);
      }
    }
  } finally {
    spinner.stop();
  }
  if (!outcome) throw new Error('a turn ended without saying how');
  return outcome;
}
