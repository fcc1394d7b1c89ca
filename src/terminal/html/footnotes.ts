import type { Env, MarkdownIt, StateBlock } from 'markdown-it';

const DEFINITION = /^\[\^([^\]\s]+)\]:[ \t]*/;
const INDENT = 4;
/** A footnote in a footnote in a footnote is nobody's: it is text. */
const DEEPEST = 3;

/** The footnotes of one text: the number of each label that is explained somewhere. */
export interface Footnotes {
  readonly numbers: Map<string, number>;
  /** Before their ids, which are unique in a page. */
  readonly prefix: string;
  depth: number;
}

/** What a parse knows of its footnotes. */
export function footnotesIn(env: Env | undefined): Footnotes | undefined {
  return env?.footnotes as Footnotes | undefined;
}

/** What a parse needs to know: `prefix` stands before the ids of its footnotes. */
export function footnoteEnv(prefix: string): Env {
  return { footnotes: { numbers: new Map(), prefix, depth: 0 } satisfies Footnotes };
}

/** Adds `[^label]: text`, with what is indented below it. The marks in the text are an inline rule's. */
export function addFootnotes({ block }: MarkdownIt): void {
  block.ruler.before('reference', 'footnote', footnote, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
}

function footnote(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const notes = footnotesIn(state.env);
  if (!notes || notes.depth >= DEEPEST || indentOf(state, startLine) >= INDENT) return false;
  const mark = DEFINITION.exec(lineOf(state, startLine));
  if (!mark) return false;
  if (silent) return true;
  const label = mark[1] ?? '';
  const end = endOf(state, startLine, endLine);
  const rest = state.getLines(startLine + 1, end, state.blkIndent + INDENT, false);
  const open = state.push('footnote_open', 'div', 1);
  const isFirst = !notes.numbers.has(label);
  if (isFirst) notes.numbers.set(label, notes.numbers.size + 1);
  open.meta = { label, isFirst };
  open.map = [startLine, end];
  notes.depth += 1;
  state.md.block.parse(
    `${lineOf(state, startLine).slice(mark[0].length)}\n${rest}`,
    state.md,
    state.env,
    state.tokens,
  );
  notes.depth -= 1;
  state.push('footnote_close', 'div', -1);
  state.line = end;
  return true;
}

/** A footnote goes on to the end of its paragraph, and over blank lines to what is indented. */
function endOf(state: StateBlock, startLine: number, endLine: number): number {
  let end = startLine + 1;
  let afterBlank = false;
  for (let line = end; line < endLine; line += 1) {
    if (state.isEmpty(line)) {
      afterBlank = true;
      continue;
    }
    const isIndented = indentOf(state, line) >= INDENT;
    if (!isIndented && (afterBlank || beginsBlock(state, line, endLine))) break;
    end = line + 1;
  }
  return end;
}

function beginsBlock(state: StateBlock, line: number, endLine: number): boolean {
  if (DEFINITION.test(lineOf(state, line))) return true;
  return state.md.block.ruler.getRules('paragraph').some((rule) => rule(state, line, endLine, true));
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}

function indentOf(state: StateBlock, line: number): number {
  return (state.sCount[line] ?? 0) - state.blkIndent;
}
