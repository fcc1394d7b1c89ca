import type { ConversationSummary } from '../../conversation/types.ts';
import type { Styles } from '../../terminal/colors.ts';
import { relativeTime } from '../../terminal/relative-time.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { renderTable } from '../../terminal/table.ts';

/** On a terminal an id is shown this far: enough to tell conversations apart, and to name them. */
const SHOWN_ID = 8;

/** Conversations as a table for a window of `width` columns, or tab-separated with whole ids where there is none. */
export function conversationTable(
  summaries: readonly ConversationSummary[],
  options: { readonly width: number | undefined; readonly styles: Styles; readonly now: number },
): string {
  const { width, styles, now } = options;
  const rows = summaries.map((summary) => [
    width === undefined ? summary.id : summary.id.slice(0, SHOWN_ID),
    titleOf(summary),
    sanitizeLine(summary.model),
    String(summary.messageCount),
    width === undefined ? summary.updatedAt : relativeTime(summary.updatedAt, now),
  ]);
  return renderTable(
    [
      { title: 'ID', style: styles.dim },
      { title: 'NAME OR TITLE', flexible: true },
      { title: 'MODEL' },
      { title: 'MESSAGES', align: 'right' },
      { title: 'LAST USED', style: styles.dim },
    ],
    rows,
    { width, styles },
  );
}

/** A conversation's name, else its title, safe to show. */
export function titleOf({ name, title }: Pick<ConversationSummary, 'name' | 'title'>): string {
  return sanitizeLine(name ?? (title || '(nothing said yet)'));
}

/** A summary as `--json` shows it. */
export function summaryJson({ messageCount, ...summary }: ConversationSummary) {
  return { ...summary, messages: messageCount };
}
