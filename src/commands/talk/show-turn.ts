import type { App } from '../../app.ts';
import type { Session } from '../../conversation/session.ts';
import type { TurnEvent, TurnOutcome } from '../../conversation/turn.ts';
import type { AnswerFormat } from './answer-format.ts';

/** Shows one turn of talk as it comes, a spinner while nothing does, and gives back how it ended. */
export async function showTurn(
  app: App,
  session: Session,
  events: AsyncIterable<TurnEvent>,
  format: AnswerFormat,
): Promise<TurnOutcome> {
  const { spinner, reporter } = await app.messages();
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
          break;
        case 'reasoning':
          if (format.streams) spinner.stop();
          format.reasoning(event.text);
          break;
        case 'text': {
          if (format.streams) spinner.stop();
          const slow = format.text(event.text);
          if (slow) await slow;
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
