import Markdown, { type MarkdownIt, type StateBlock } from 'markdown-it';

/**
 * Keeps the cells of a table's row that are more than its header has: they belong to the last one, as they were typed, with the
 * bars between them. GFM drops them (https://github.github.com/gfm/#example-204), and with them what the model wrote: it often
 * forgets the backslash before a bar in code.
 */
export function addWholeRows({ block: { ruler } }: MarkdownIt): void {
  const { block: tables } = new Markdown();
  tables.ruler.enableOnly(['table']);
  const [table] = tables.ruler.getRules('');
  if (!table) throw new Error('the parser knows no tables');
  const whole: typeof table = (state, startLine, endLine, silent) => {
    const first = state.tokens.length;
    if (!table(state, startLine, endLine, silent)) return false;
    if (!silent) completeRows(state, first);
    return true;
  };
  ruler.at('table', whole, { alt: ['paragraph', 'reference'] });
}

/** Of the table whose tokens begin at `first`. */
function completeRows(state: StateBlock, first: number): void {
  let columns = 0;
  let column = 0;
  let row = '';
  for (const token of state.tokens.slice(first)) {
    if (token.type === 'th_open') columns += 1;
    if (token.type === 'td_open') column += 1;
    if (token.type === 'tr_open') {
      column = 0;
      row = lineAt(state, token.map?.[0] ?? 0);
    }
    if (token.type === 'inline' && column === columns)
      token.content = lastCell(row, columns) ?? token.content;
  }
}

/** What a row has from its last column on; undefined where that is one cell or none. */
function lastCell(row: string, columns: number): string | undefined {
  const bars = [];
  for (let at = 1; at < row.length; at += 1) if (isBar(row, at)) bars.push(at);
  if (bars.length < columns) return undefined;
  const start = columns === 1 ? Number(isBar(row, 0)) : (bars[columns - 2] ?? 0) + 1;
  const rest = row.slice(start).trim();
  const isClosed = isBar(row, 0) || bars.length === columns;
  // Cells of nothing are nothing to keep, unless nothing else is there: then bars are what was meant.
  const cell = withoutBars(rest) || withoutBars(rest, isClosed ? 1 : 0);
  return cell.replaceAll('\\|', '|');
}

/** Without the bars at its end, and what is blank between them. */
function withoutBars(row: string, most = row.length): string {
  let end = row.length;
  for (let bars = 0; end > 0; end -= 1) {
    if (/\s/.test(row.charAt(end - 1))) continue;
    if (bars === most || !isBar(row, end - 1)) break;
    bars += 1;
  }
  return row.slice(0, end);
}

function isBar(row: string, at: number): boolean {
  return row[at] === '|' && row[at - 1] !== '\\';
}

function lineAt({ src, bMarks, tShift, eMarks }: StateBlock, line: number): string {
  return src.slice((bMarks[line] ?? 0) + (tShift[line] ?? 0), eMarks[line]).trim();
}
