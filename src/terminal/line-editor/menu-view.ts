import type { Styles } from '../colors.ts';
import { sanitizeLine } from '../sanitize.ts';
import { clip, stringWidth } from '../width.ts';
import type { Candidate, Menu } from './menu.ts';
import type { FrameRow } from './painter.ts';

const GAP = 2;
const MARK = '> ';
const NO_MARK = '  ';

/** The list of candidates in at most `capacity` rows, the selected one among them. */
export function menuRows(
  { candidates, selected }: Menu,
  {
    columns,
    capacity,
    styles,
  }: { readonly columns: number; readonly capacity: number; readonly styles: Styles },
): FrameRow[] {
  const labels = candidates.map(({ text, label }) => sanitizeLine(label ?? text));
  const widest = labels.reduce((most, label) => Math.max(most, stringWidth(label)), 0);
  const labelWidth = Math.max(1, Math.min(widest, columns - MARK.length));
  const cellWidth = MARK.length + labelWidth + GAP;
  const isDescribed = candidates.some(({ description }) => description !== undefined);
  const perRow = isDescribed ? 1 : Math.max(1, Math.floor((columns + GAP) / cellWidth));
  const all = Math.ceil(candidates.length / perRow);
  const rows = all > capacity ? capacity - 1 : all;
  if (rows < 1) return [];
  const first = Math.max(0, Math.min(Math.floor(Math.max(0, selected) / perRow), all - 1) - rows + 1);

  const cell = (candidate: Candidate, index: number): FrameRow => {
    const label = clip(labels[index] ?? '', labelWidth);
    const padded = label + ' '.repeat(labelWidth - stringWidth(label));
    const isSelected = index === selected;
    const marked = (isSelected ? MARK : NO_MARK) + padded;
    const description = sanitizeLine(candidate.description ?? '');
    const room = columns - cellWidth;
    const beside = room > 0 && description !== '' ? ' '.repeat(GAP) + clip(description, room) : '';
    return {
      content: (isSelected ? styles.inverse(marked) : marked) + styles.dim(beside),
      width: MARK.length + labelWidth + stringWidth(beside),
    };
  };
  const shown = Array.from({ length: rows }, (_, row) => {
    const from = (first + row) * perRow;
    return candidates
      .slice(from, from + perRow)
      .map((candidate, index) => cell(candidate, from + index))
      .reduce((left, right) => ({
        content: left.content + ' '.repeat(GAP) + right.content,
        width: left.width + GAP + right.width,
      }));
  });
  const hidden = candidates.length - rows * perRow;
  if (hidden <= 0) return shown;
  const more = clip(`${NO_MARK}… ${hidden} more`, columns);
  return [...shown, { content: styles.dim(more), width: stringWidth(more) }];
}
