import type { Styles } from '../colors.ts';
import { sanitizeLine } from '../sanitize.ts';
import { clip, stringWidth } from '../width.ts';
import { textAt } from './history-walk.ts';
import { menuRows } from './menu-view.ts';
import type { Frame, FrameRow } from './painter.ts';
import type { Search } from './search.ts';
import type { State } from './state.ts';
import type { Line } from './text-edit.ts';
import { windowOn } from './window.ts';

export interface FrameOptions {
  readonly prompt: string;
  /** What is likely to follow the text. */
  readonly hint: string | undefined;
  readonly columns: number;
  /** The most rows that it may take. */
  readonly capacity: number;
  readonly styles: Styles;
}

/** The most rows of candidates. */
const MENU_ROWS = 10;
/** Rows below which it is not worth a row to say how much is hidden. */
const ROOM_TO_TELL = 3;

export function frameOf(state: State, { prompt, hint, columns, capacity, styles }: FrameOptions): Frame {
  const line = shownLine(state);
  const plainLabel = clip(
    sanitizeLine(state.search ? searchLabel(state.search) : prompt),
    Math.max(1, columns - 1),
  );
  const indent = stringWidth(plainLabel);
  const label = styles.bold(plainLabel);
  const menu = state.menu
    ? menuRows(state.menu, { columns, styles, capacity: Math.min(MENU_ROWS, Math.floor(capacity / 2)) })
    : [];
  const room = Math.max(1, capacity - menu.length);
  const { rows, cursor, hiddenAbove, hiddenBelow } = windowOn(line, { columns, indent, capacity: room });
  const tell = (from: number, to: number, where: string, width: number): FrameRow => {
    const text = clip(`… ${countLines(line.text, from, to)} lines ${where}`, width);
    return { content: styles.dim(text), width: stringWidth(text) };
  };

  const above: FrameRow[] = [];
  if (hiddenAbove && room >= ROOM_TO_TELL) {
    const told = tell(0, rows[0]?.start ?? 0, 'above', columns - indent);
    above.push({ content: label + told.content, width: indent + told.width });
  }
  const text = rows.map((row, index): FrameRow => {
    const content = index === 0 && !hiddenAbove ? label + row.text : row.text;
    if (hint === undefined || index !== rows.length - 1 || hiddenBelow) return { content, width: row.width };
    const shownHint = clip(sanitizeLine(hint), columns - row.width);
    return { content: content + styles.dim(shownHint), width: row.width + stringWidth(shownHint) };
  });
  const below: FrameRow[] = [];
  if (hiddenBelow && room >= ROOM_TO_TELL) {
    below.push(tell(rows.at(-1)?.end ?? 0, line.text.length, 'below', columns));
  }
  return {
    rows: [...above, ...text, ...below, ...menu],
    cursor: {
      row: above.length + cursor.row,
      column: cursor.column,
      before: cursor.row === 0 && !hiddenAbove ? label + cursor.before : cursor.before,
    },
  };
}

/** While searching, the message that was found; else what is typed. */
function shownLine({ search, walk, line }: State): Line {
  if (search?.index === undefined) return line;
  return { text: textAt(walk, search.index) ?? '', cursor: search.at };
}

function searchLabel({ query, failed }: Search): string {
  return `${failed ? 'nothing with' : 'search'} '${query}': `;
}

/** Lines from `from` to `to`; a part of a line counts as one. */
function countLines(text: string, from: number, to: number): number {
  let count = text[from] === '\n' ? 0 : 1;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return text[to - 1] === '\n' ? count - 1 : count;
}
