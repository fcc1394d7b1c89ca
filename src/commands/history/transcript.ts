import type { App } from '../../app.ts';
import { counted } from '../../conversation/counted.ts';
import { exchanges } from '../../conversation/document.ts';
import type { Conversation, Message } from '../../conversation/types.ts';
import { withoutBlankEdges } from '../../terminal/blank-edges.ts';
import type { Style, Styles } from '../../terminal/colors.ts';
import { relativeTime } from '../../terminal/relative-time.ts';
import { sanitizeBlock, sanitizeLine } from '../../terminal/sanitize.ts';
import { wrapFor } from '../../terminal/wrap-for.ts';
import { titleOf } from '../shared/conversation-table.ts';
import { stylesFor } from '../shared/styles-for.ts';
import { answerText } from '../talk/answer-text.ts';
import type { Rendering } from '../talk/answer-view.ts';
import { ANSWER_MARK, REASONING_MARK } from '../talk/channel-marks.ts';

const YOU = 'You:';

/** How a conversation is shown. */
export interface TranscriptLook {
  readonly rendering: Rendering;
  /** Whether links may be hyperlinks, where the terminal has them: what stands between may not. */
  readonly hyperlinks: boolean;
}

/** A conversation as its chat showed it, in pieces. */
export async function* transcriptOf(
  app: App,
  conversation: Conversation,
  { rendering, hyperlinks }: TranscriptLook,
): AsyncGenerator<string, void, undefined> {
  const { stdout, clock } = app.runtime;
  const styles = stylesFor(app, stdout);
  const wrap = await wrapFor(stdout);
  const textOf = await answerText(app, rendering, hyperlinks);
  const count = conversation.messages.length;
  const about = `${conversation.id} · ${sanitizeLine(conversation.model)} · ${counted(count, 'message')} · ${relativeTime(conversation.updatedAt, clock.now())}`;
  yield `${byLine(styles.bold, wrap(titleOf(conversation)))}
${byLine(styles.dim, wrap(about))}
`;
  const all = exchanges(conversation.messages);
  for (const [index, { question, answers }] of all.entries()) {
    const isLast = index === all.length - 1;
    const next =
      isLast && rendering !== 'raw' ? `; to ask again: \`ai-chat chat -r ${conversation.id}\`, /retry` : '';
    // One that was piped in ends as its file does.
    const asked = `${YOU} ${question.content}`.trimEnd();
    // As in the chat, the terminal breaks it itself: it is copied as it was typed.
    const shown = rendering === 'raw' ? asked : sanitizeBlock(asked);
    yield `\n${styles.bold(styles.cyan(YOU))}${shown.slice(YOU.length)}\n`;
    for (const [at, answer] of answers.entries()) {
      yield `\n${styles.bold(styles.green(`${sanitizeLine(answer.model ?? conversation.model)}:`))}\n`;
      const reasoning = rendering === 'raw' ? '' : withoutBlankEdges(sanitizeBlock(answer.reasoning ?? ''));
      if (reasoning !== '') yield thoughts(wrap(reasoning), answer.content !== '', styles);
      yield await textOf(answer.content);
      const mark = markOf(answer);
      if (mark) yield `${byLine(styles.yellow, wrap(`[${mark}${at === answers.length - 1 ? next : ''}]`))}\n`;
    }
    if (answers.length === 0) yield `${byLine(styles.yellow, wrap(`[no answer${next}]`))}\n`;
  }
}

/** Dimmed; without styles below a word that says what it is, as is the answer behind it. */
function thoughts(text: string, isAnswered: boolean, styles: Styles): string {
  if (styles.enabled) return `${byLine(styles.dim, text)}\n\n`;
  return `${REASONING_MARK}\n${text}\n\n${isAnswered ? `${ANSWER_MARK}\n` : ''}`;
}

/** A pager forgets a style at a line's end. */
function byLine(style: Style, text: string): string {
  return text.split('\n').map(style).join('\n');
}

function markOf({ status, finishReason }: Message): string {
  if (status === 'interrupted') return 'interrupted';
  return status === 'incomplete' ? `incomplete: ${sanitizeLine(finishReason ?? 'broken')}` : '';
}
