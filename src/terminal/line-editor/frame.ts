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

/** What is shown of `state` in a window: the label and the text around the cursor, the hint behind it and the list below. */
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
  const tell = (count: number, where: string, width: number): FrameRow => {
    const text = clip(`… ${count} line${count === 1 ? '' : 's'} ${where}`, width);
    return { content: styles.dim(text), width: stringWidth(text) };
  };

  const above: FrameRow[] = [];
  if (hiddenAbove && room >= ROOM_TO_TELL) {
    const told = tell(linesAbove(line.text, rows[0]?.start ?? 0), 'above', columns - indent);
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
    below.push(tell(linesBelow(line.text, rows.at(-1)?.end ?? 0), 'below', columns));
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

/** Lines that begin before `index`, which may stand in the midst of the last of them. */
function linesAbove(text: string, index: number): number {
  return newlines(text, 0, index) + (text[index - 1] === '\n' ? 0 : 1);
}

/** Lines that end behind `index`, which may stand in the midst of the first of them. */
function linesBelow(text: string, index: number): number {
  return newlines(text, index, text.length) + (text[index] === '\n' ? 0 : 1);
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
