import type { App, Settings } from '../../app.ts';
import { lastExchange } from '../../conversation/document.ts';
import type { Conversation } from '../../conversation/types.ts';
import type { Styles } from '../../terminal/colors.ts';
import { transcriptOf } from '../../terminal/line-editor/transcript.ts';
import { rowsOf } from '../../terminal/rows.ts';
import { answerText } from '../talk/answer-text.ts';
import { renderingOf } from '../talk/answer-view.ts';
import { endingOf } from './what-next.ts';

/** Rows of the window that are left to what stands around an answer. */
const AROUND = 10;
const FEWEST_ROWS = 5;
/** Rows of a long question: its beginning tells which it was. */
const QUESTION_ROWS = 4;

/** How it is shown. */
export interface ExchangeLook {
  readonly prompt: string;
  readonly columns: number;
  readonly rows: number;
  readonly styles: Styles;
  /** Breaks lines at words for the window. */
  readonly wrap: (text: string) => string;
}

/**
 * The last question and the end of its answer, as the chat showed them and as far as they fit a window, for somebody
 * who comes back; empty when nothing was said.
 */
export async function lastExchangeText(
  app: App,
  settings: Settings,
  conversation: Conversation,
  { prompt, columns, rows, styles, wrap }: ExchangeLook,
): Promise<string> {
  const exchange = lastExchange(conversation);
  if (!exchange) return '';
  const rendering = renderingOf(app, settings);
  // It goes to a terminal, even where answers go elsewhere as they are.
  const textOf = await answerText(app, rendering === 'raw' ? 'safe' : rendering, true);
  const answer = await textOf(exchange.answers.at(-1)?.content ?? '');
  const ending = endingOf(exchange);
  // The editor's own transcript leaves two rows of a window free.
  const question = transcriptOf(exchange.question.content, {
    prompt,
    columns,
    rows: QUESTION_ROWS + 2,
    styles,
  });
  const parts = [
    question,
    ...(answer === '' ? [] : [endOf(answer, columns, Math.max(FEWEST_ROWS, rows - AROUND), styles)]),
    ...(ending === undefined ? [] : [`${styles.yellow(wrap(ending))}\n`]),
  ];
  return `\n${parts.join('\n')}\n`;
}

/** The last lines of `text` that fit `rows`. */
function endOf(text: string, columns: number, rows: number, styles: Styles): string {
  const lines = text.replace(/\n$/, '').split('\n');
  let first = lines.length - 1;
  let room = rows - rowsOf(lines[first] ?? '', columns);
  while (first > 0) {
    room -= rowsOf(lines[first - 1] ?? '', columns);
    if (room < 0) break;
    first -= 1;
  }
  if (first <= 1) return text;
  return `${styles.dim(`… ${first} lines above`)}\n${lines.slice(first).join('\n')}\n`;
}
