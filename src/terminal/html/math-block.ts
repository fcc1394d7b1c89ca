import type { MarkdownIt, StateBlock } from 'markdown-it';
import { mathCloser } from '../markdown/line-readers.ts';

/** Adds formulas over several lines, `$$` or `\[` to their end or to a blank line, which are left as they are. */
export function addMathBlocks({ block }: MarkdownIt): void {
  block.ruler.before('fence', 'math_block', mathBlock, { alt: ['blockquote', 'list'] });
}

function mathBlock(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const closer = mathCloser(lineOf(state, startLine));
  if (closer === undefined) return false;
  if (silent) return true;
  let end = startLine + 1;
  while (end < endLine && !state.isEmpty(end) && (state.sCount[end] ?? 0) >= state.blkIndent) {
    end += 1;
    if (lineOf(state, end - 1).includes(closer)) break;
  }
  const token = state.push('math_block', 'div', 0);
  token.content = state.getLines(startLine, end, state.blkIndent, false);
  token.map = [startLine, end];
  state.line = end;
  return true;
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}
