// @ts-check
/** @typedef {import('./compare.mjs').Line} Line */

/** @type {Readonly<Record<Line['of'], { label: string, unit: string, show: (value: number) => string }>>} */
const MEASURES = {
  wallMs: { label: 'time', unit: 'ms', show: (value) => value.toFixed(value < 100 ? 1 : 0) },
  cpuMs: { label: 'CPU', unit: 'ms', show: (value) => value.toFixed(0) },
  peakMb: { label: 'memory', unit: 'MB', show: (value) => value.toFixed(0) },
  bytes: { label: 'size', unit: 'KB', show: (value) => (value / 1024).toFixed(0) },
};

const COLUMNS = [50, 28, 7, 25, 25, 6, 7];
const HEADINGS = ['what', 'against', 'of', 'ai-chat (min–max)', 'other (min–max)', 'ratio', 'goal'];

/** Whether the goal was met; true where there is none. @param {Line} line */
export function isMet({ ratio, goal }) {
  return goal === null || ratio <= goal;
}

export function heading() {
  return columns(HEADINGS);
}

/** @param {Line} line */
export function lineText(line) {
  const { label, show, unit } = MEASURES[line.of];
  const figure = (/** @type {Line['ours']} */ { median, min, max }) =>
    min === max ? `${show(median)} ${unit}` : `${show(median)} ${unit} (${show(min)}–${show(max)})`;
  const goal = line.goal === null ? '' : `≤ ${line.goal}`;
  const ratio = line.ratio.toFixed(line.ratio < 0.1 ? 3 : 2);
  const cells = [line.what, line.against, label, figure(line.ours), figure(line.theirs), ratio, goal];
  return columns(cells) + (isMet(line) ? '' : '  MISSED');
}

/** @param {readonly string[]} cells */
function columns(cells) {
  return cells.map((cell, at) => cell.padEnd(COLUMNS[at] ?? 0)).join(' ');
}
