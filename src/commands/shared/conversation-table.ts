import type { ConversationSummary } from '../../conversation/types.ts';
import type { Styles } from '../../terminal/colors.ts';
import { relativeTime } from '../../terminal/relative-time.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { renderTable } from '../../terminal/table.ts';

/** On a terminal an id is shown this far: enough to tell conversations apart, and to name them. */
const SHOWN_ID = 8;
/** Columns of a window that has room for everything. */
const ROOMY = 70;
/** What a long model's name keeps: titles, which tell conversations apart, need the room more. */
const MODEL_COLUMNS = 12;

/** Conversations as a table for a window of `width` columns, or tab-separated with whole ids where there is none. */
export function conversationTable(
  summaries: readonly ConversationSummary[],
  options: { readonly width: number | undefined; readonly styles: Styles; readonly now: number },
): string {
  const { width, styles, now } = options;
  const columns = [
    { title: 'ID', style: styles.dim, isNeeded: true },
    { title: 'NAME OR TITLE', flexible: true, isNeeded: true },
    { title: 'MODEL', yieldsTo: MODEL_COLUMNS, isNeeded: false },
    { title: 'MESSAGES', align: 'right' as const, isNeeded: false },
    { title: 'LAST USED', style: styles.dim, isNeeded: true },
  ];
  // Cut short, an id could not be typed: in a narrow window the columns that can be done without go.
  const isShown = columns.map(({ isNeeded }) => isNeeded || width === undefined || width >= ROOMY);
  const rows = summaries.map((summary) => [
    width === undefined ? summary.id : summary.id.slice(0, SHOWN_ID),
    titleOf(summary),
    sanitizeLine(summary.model),
    String(summary.messageCount),
    width === undefined ? summary.updatedAt : relativeTime(summary.updatedAt, now),
  ]);
  return renderTable(
    columns.filter((_, at) => isShown[at]),
    rows.map((row) => row.filter((_, at) => isShown[at])),
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
