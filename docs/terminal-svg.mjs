/** Size of a cell and of the frame, in pixels; the font is scaled to the cell, whichever one the reader has. */
const CELL = { width: 8.4, height: 19 };
const FONT_SIZE = 14;
const PADDING = 16;
const TITLE_BAR = 34;

/** Foreground, background, and ANSI's colours 0 to 15. */
const THEMES = {
  dark: {
    foreground: '#d4d9e1',
    background: '#161b22',
    ansi: [
      ...['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
      ...['#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#f0f6fc'],
    ],
  },
  light: {
    foreground: '#1f2328',
    background: '#ffffff',
    ansi: [
      ...['#24292f', '#cf222e', '#116329', '#4d2d00', '#0969da', '#8250df', '#1b7c83', '#6e7781'],
      ...['#57606a', '#a40e26', '#1a7f37', '#633c01', '#218bff', '#a475f9', '#3192aa', '#8c959f'],
    ],
  },
};

/**
 * Draws what a terminal shows, without the empty lines at its end.
 *
 * @param {import('@xterm/headless').Terminal} screen
 * @param {string} title
 * @param {'dark' | 'light'} [theme]
 * @returns {string} an SVG document
 */
export function toSvg(screen, title, theme = 'dark') {
  const colors = THEMES[theme];
  const rows = visibleRows(screen, colors);
  const width = Math.ceil(screen.cols * CELL.width + 2 * PADDING);
  const height = TITLE_BAR + rows.length * CELL.height + PADDING;
  const dots = [0, 1, 2].map(
    (i) => `<circle cx="${PADDING + 6 + i * 20}" cy="${TITLE_BAR / 2}" r="6" fill="#6e7681"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escapeXml(title)}</title>
<style>text{font-size:${FONT_SIZE}px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}</style>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="${colors.background}" stroke="#6e7681"/>
${dots.join('')}
<g fill="${colors.foreground}">
<text x="${width / 2}" y="${TITLE_BAR / 2 + 5}" text-anchor="middle" fill-opacity=".7">${escapeXml(title)}</text>
${rows.flatMap((runs, row) => runs.map((run) => drawRun(run, row))).join('\n')}
</g>
</svg>
`;
}

/** The rows of the screen, each as runs of cells that look the same. */
function visibleRows(screen, colors) {
  const { active } = screen.buffer;
  const rows = Array.from({ length: screen.rows }, (_, row) =>
    runsOf(active.getLine(active.baseY + row), screen.cols, colors),
  );
  while (rows.at(-1)?.length === 0) rows.pop();
  return rows;
}

function runsOf(line, columns, colors) {
  const runs = [];
  let run;
  for (let column = 0; column < columns; column++) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const look = lookOf(cell, colors);
    const key = JSON.stringify(look);
    const text = cell.getChars() || ' ';
    // A wide character is a run of its own: its glyph is seldom exactly two cells wide.
    if (run?.key !== key || run.wide || cell.getWidth() === 2) {
      run = { key, look, text: '', column, cells: 0, wide: cell.getWidth() === 2 };
      runs.push(run);
    }
    run.text += text;
    run.cells += cell.getWidth();
  }
  return runs.map(trim).filter(({ text, look }) => text !== '' || look.background !== undefined);
}

/** Without the blanks around a run that nobody would see. */
function trim(run) {
  if (run.look.background !== undefined || run.look.decoration !== undefined) return run;
  const text = run.text.trim();
  const start = run.text.length - run.text.trimStart().length;
  const blanks = run.text.length - text.length;
  return { ...run, text, column: run.column + (text === '' ? 0 : start), cells: run.cells - blanks };
}

function lookOf(cell, colors) {
  const foreground = colorOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor(), colors);
  const background = colorOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor(), colors);
  const lines = [cell.isUnderline() && 'underline', cell.isStrikethrough() && 'line-through']
    .filter(Boolean)
    .join(' ');
  return {
    foreground: cell.isInverse() ? (background ?? colors.background) : foreground,
    background: cell.isInverse() ? (foreground ?? colors.foreground) : background,
    weight: cell.isBold() ? 'bold' : undefined,
    style: cell.isItalic() ? 'italic' : undefined,
    opacity: cell.isDim() ? '.6' : undefined,
    decoration: lines || undefined,
  };
}

/** A CSS colour; undefined for the default. */
function colorOf(isDefault, isRgb, value, { ansi }) {
  if (isDefault) return undefined;
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  if (value < 16) return ansi[value];
  // The 6 × 6 × 6 cube and the greys of xterm's 256 colours.
  if (value >= 232) return `rgb(${[0, 0, 0].map(() => 8 + (value - 232) * 10)})`;
  const level = (step) => (step === 0 ? 0 : 55 + step * 40);
  const index = value - 16;
  return `rgb(${[Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6].map(level)})`;
}

function drawRun({ look, text, column, cells }, row) {
  const x = round(PADDING + column * CELL.width);
  const top = TITLE_BAR + row * CELL.height;
  const length = round(cells * CELL.width);
  const box = look.background
    ? `<rect x="${x}" y="${top}" width="${length}" height="${CELL.height}" fill="${look.background}"/>`
    : '';
  if (text.trim() === '' && look.decoration === undefined) return box;
  const attributes = Object.entries({
    fill: look.foreground,
    'font-weight': look.weight,
    'font-style': look.style,
    'fill-opacity': look.opacity,
    'text-decoration': look.decoration,
  }).filter(([, value]) => value !== undefined);
  const style = attributes.map(([name, value]) => `${name}="${value}" `);
  return `${box}<text ${style.join('')}x="${x}" y="${top + 14}" xml:space="preserve" textLength="${length}">${escapeXml(text)}</text>`;
}

function round(pixels) {
  return Math.round(pixels * 10) / 10;
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
