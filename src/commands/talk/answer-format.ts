import type { App } from '../../app.ts';
import type { Session } from '../../conversation/session.ts';
import type { TurnOutcome } from '../../conversation/turn.ts';
import { jsonText } from '../../terminal/json-text.ts';
import type { Output } from '../../terminal/output.ts';
import { createAnswerView, type Rendering } from './answer-view.ts';
import { createReasoningView } from './reasoning-view.ts';

/** How one answer is put on an output. */
export interface AnswerFormat {
  /** Whether text is shown as it comes; else nothing is until the end. */
  readonly streams: boolean;
  start(session: Session): void;
  /** Something was said that is not the answer, before it. */
  noted(): void;
  /** A promise when the reader is slow. */
  text(text: string): void | Promise<void>;
  reasoning(text: string): void;
  /** The answer ended, whole or not. */
  done(session: Session, outcome: TurnOutcome): void | Promise<void>;
}

/** The text itself: piece by piece, or with `stream` false at the end. `onTerminal`: that is where `output` leads. */
export async function createTextFormat(
  app: App,
  output: Output,
  options: { readonly rendering: Rendering; readonly onTerminal: boolean; readonly stream: boolean },
): Promise<AnswerFormat> {
  const view = await createAnswerView(app, output, options.rendering);
  const thoughts = await createReasoningView(app, { beforeAnswer: options.onTerminal });
  let begun = false;
  const reasoning = (text: string) => {
    // Behind the beginning of an answer it would stand in the middle of it; it is kept all the same.
    if (!begun) thoughts.write(text);
  };
  const text = (piece: string) => {
    if (!begun) thoughts.end(true);
    begun = true;
    return view.write(piece);
  };
  const held = { reasoning: '', text: '' };
  return {
    streams: options.stream,
    start() {},
    noted: thoughts.noted,
    text(piece) {
      if (options.stream) return text(piece);
      held.text += piece;
    },
    reasoning(piece) {
      if (options.stream) reasoning(piece);
      else if (held.text === '') held.reasoning += piece;
    },
    async done() {
      reasoning(held.reasoning);
      if (held.text !== '') await text(held.text);
      if (!begun) thoughts.end(false);
      await view.end();
    },
  };
}

/** One JSON object at the end. */
export function createJsonFormat(output: Output): AnswerFormat {
  let content = '';
  let reasoning = '';
  return {
    streams: false,
    start() {},
    noted() {},
    text(text) {
      content += text;
    },
    reasoning(text) {
      reasoning += text;
    },
    done: (session, outcome) =>
      output.write(
        `${jsonText({
          ...identityOf(session),
          content,
          reasoning: reasoning === '' ? null : reasoning,
          ...endOf(outcome),
        })}\n`,
      ),
  };
}

/** An event a line, as they come. */
export function createJsonLinesFormat(output: Output): AnswerFormat {
  const put = (event: object) => output.write(`${jsonText(event)}\n`);
  return {
    streams: true,
    start: (session) => void put({ type: 'start', ...identityOf(session) }),
    noted() {},
    text: (text) => put({ type: 'text', text }),
    reasoning: (text) => void put({ type: 'reasoning', text }),
    done: (session, outcome) => put({ type: 'end', ...identityOf(session), ...endOf(outcome) }),
  };
}

/** The last line of events when there was no answer. `code` is the exit code. */
export function failureLine(code: number, message: string): string {
  return `${jsonText({ type: 'error', code, message })}\n`;
}

function identityOf({ conversation, stored }: Session) {
  return {
    conversationId: stored ? conversation.id : null,
    name: conversation.name,
    model: conversation.model,
  };
}

function endOf({ status, finish, usage, firstTokenMs, durationMs }: TurnOutcome) {
  return {
    status,
    finishReason: finish,
    usage,
    firstTokenMs: firstTokenMs === null ? null : Math.round(firstTokenMs),
    durationMs: Math.round(durationMs),
  };
}
