import type { Styles } from '../colors.ts';
import type { Frame, FrameRow } from '../line-editor/painter.ts';
import { sanitizeLine } from '../sanitize.ts';
import { clip, previousBoundary, stringWidth } from '../width.ts';
import type { PreviewRows } from './preview.ts';
import type { PickItem, PickState } from './state.ts';

export interface PickerView {
  readonly columns: number;
  /** The most rows that it may take. */
  readonly capacity: number;
  /** Whether something is said of the items. */
  readonly hasPreview: boolean;
  readonly styles: Styles;
  /** Draws the line above the preview. */
  readonly rule: string;
  /** What is said of the selected item, laid out for these columns; undefined while it is not known. */
  readonly preview: readonly PreviewRows[] | undefined;
}

const PROMPT = '> ';
const MARK = '> ';
const NO_MARK = '  ';
/** The first that fits. */
const HELPS = ['type to filter; Enter picks, Esc leaves', 'type to filter, Esc leaves', 'type to filter'];
/** More than this is not looked at, however tall the window. */
const MOST_ROWS = 26;
const MOST_ITEMS = 12;
/** Rows below which there is no room for a preview. */
const PREVIEW_FROM = 9;
/** And columns. */
const LEAST_COLUMNS = 10;
/** Of the preview's rows, what its last part leaves to those before. */
const ROWS_BEFORE_LAST = 2;
/** Columns of a label that its detail leaves it. */
const LEAST_LABEL = 24;

/** How many items are shown at once. */
export function pageSize({ capacity, hasPreview }: Pick<PickerView, 'capacity' | 'hasPreview'>): number {
  const room = Math.min(capacity, MOST_ROWS) - 1;
  if (capacity < PREVIEW_FROM) return Math.max(1, room);
  return Math.min(MOST_ITEMS, hasPreview ? Math.ceil(room / 2) : room);
}

/** Whether there is room for what is said of the selected item, and an item to say something of. */
export function showsPreview(
  state: PickState,
  view: Pick<PickerView, 'columns' | 'capacity' | 'hasPreview'>,
): boolean {
  const { columns, capacity, hasPreview } = view;
  return hasPreview && capacity >= PREVIEW_FROM && columns > LEAST_COLUMNS && state.matches.length > 0;
}

/** The query, the items around the selected one, and what is said of that. */
export function pickerFrame(state: PickState, view: PickerView): Frame {
  const { capacity } = view;
  const query = queryRow(state, view);
  const page = pageSize(view);
  const items = capacity > 1 ? itemRows(state, page, view) : [];
  const room = Math.min(capacity, MOST_ROWS) - 1 - items.length;
  const preview = showsPreview(state, view) ? previewRows(room - 1, view) : [];
  return { rows: [query.row, ...items, ...preview], cursor: query.cursor };
}

/** Code units that are looked at for a column: whoever pastes a book does not wait for its end. */
const MOST_UNITS = 30;

function queryRow({ query, matches, items }: PickState, { columns, styles }: PickerView) {
  const { text, cursor } = query.line;
  const prompt = clip(PROMPT, columns - 1);
  const room = columns - prompt.length - 1;
  const before = endOf(text.slice(0, cursor), room);
  const near = text.slice(cursor, cursor + room * MOST_UNITS);
  const behind = clip(sanitizeLine(near), Math.max(0, room - stringWidth(before)));
  const typed = before + behind;
  const count = `${matches.length}/${items.length}`;
  const width = prompt.length + stringWidth(typed);
  const beside = (text === '' ? HELPS : [count]).find(({ length }) => columns - width - 3 > length);
  const shown = beside ? `  ${beside}` : '';
  return {
    row: {
      content: `${styles.bold(prompt)}${typed}${styles.dim(shown)}`,
      width: width + shown.length,
    },
    cursor: {
      row: 0,
      column: prompt.length + stringWidth(before),
      before: styles.bold(prompt) + before,
    },
  };
}

/** What of a long query is seen before the cursor: as many of the last characters as `room` columns hold. */
function endOf(text: string, room: number): string {
  let shown = '';
  let left = room;
  for (let at = text.length; at > 0; ) {
    const start = previousBoundary(text, at);
    const visible = sanitizeLine(text.slice(start, at));
    left -= stringWidth(visible);
    if (left < 0) break;
    shown = visible + shown;
    at = start;
  }
  return shown;
}

function itemRows({ matches, selected }: PickState, page: number, view: PickerView): FrameRow[] {
  if (matches.length === 0) {
    const text = clip(`${NO_MARK}nothing fits`, view.columns);
    return [{ content: view.styles.dim(text), width: stringWidth(text) }];
  }
  // The selected one is kept in the middle, so that what comes next is seen in both directions.
  const first = Math.max(0, Math.min(selected - Math.floor(page / 2), matches.length - page));
  return matches
    .slice(first, first + page)
    .map((item, index) => itemRow(item, first + index === selected, view));
}

function itemRow(item: PickItem, isSelected: boolean, { columns, styles }: PickerView): FrameRow {
  const mark = isSelected ? MARK : NO_MARK;
  const detail = sanitizeLine(item.detail);
  const room = columns - mark.length;
  const beside = room - stringWidth(detail) - 2 >= LEAST_LABEL ? detail : '';
  const labelRoom = Math.max(0, beside === '' ? room : room - stringWidth(beside) - 2);
  const label = clip(sanitizeLine(item.label), labelRoom);
  const gap = beside === '' ? '' : ' '.repeat(labelRoom - stringWidth(label) + 2);
  const text = mark + label;
  return {
    content: (isSelected ? styles.bold(styles.cyan(text)) : text) + styles.dim(gap + beside),
    width: stringWidth(text) + gap.length + stringWidth(beside),
  };
}

function previewRows(room: number, { columns, styles, rule, preview = [] }: PickerView): FrameRow[] {
  const rows: FrameRow[] = [{ content: styles.dim(rule.repeat(columns)), width: columns }];
  for (const [index, part] of preview.entries()) {
    const left = room - (rows.length - 1);
    const isLast = index === preview.length - 1;
    rows.push(...beginning(part, Math.min(left, isLast ? left : ROWS_BEFORE_LAST), styles));
  }
  return rows;
}

/** So many rows of a part; that there is more is seen. */
function beginning({ rows, isCut }: PreviewRows, room: number, styles: Styles): FrameRow[] {
  if (room < 1) return [];
  const shown = rows.slice(0, room);
  const last = shown.at(-1);
  if (last && (isCut || rows.length > room)) {
    shown[shown.length - 1] = { content: `${last.content}${styles.dim('…')}`, width: last.width + 1 };
  }
  return shown;
}
