import type { Code } from './code.ts';
import { dedent, isBlank } from './containers.ts';
import type { Table } from './table.ts';
import type { Row } from './table-layout.ts';

/** Whether a line belongs to a block; the last one ends it. */
export type Verdict = 'taken' | 'last' | 'refused';

/** Reads the lines of a leaf after its first one, without the marks of the blocks around it. */
export interface LineReader {
  take(line: string): Verdict;
}

/** Reads code, whose lines may come in parts. */
export interface CodeReader extends LineReader {
  /** Takes the beginning of a line, of which more will be appended; false: the line is none of this code. */
  begin(head: string): boolean;
  /** Whether the block ends in blank lines, which are not part of it. */
  readonly endsBlank: boolean;
}

export interface Fence {
  readonly mark: string;
  readonly indent: number;
  /** The first word behind the mark: a language. */
  readonly language: string;
}

const FENCE = /^( {0,3})(`{3,}|~{3,})[ \t]*([^\s`]*)/;
const CLOSING_FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;
const MATH = /^[ \t]*(\$\$|\\\[)(.*)$/s;

export function readFence(line: string): Fence | undefined {
  const [, indent = '', mark, language = ''] = FENCE.exec(line) ?? [];
  return mark === undefined ? undefined : { mark, indent: indent.length, language };
}

/** What ends the formula that `line` begins and does not end; undefined when it begins none. */
export function mathCloser(line: string): string | undefined {
  const [, mark, rest = ''] = MATH.exec(line) ?? [];
  const closer = mark === '$$' ? '$$' : '\\]';
  return mark === undefined || rest.includes(closer) ? undefined : closer;
}

export class FencedReader implements CodeReader {
  readonly endsBlank = false;
  readonly #code: Code;
  readonly #fence: Fence;

  constructor(code: Code, fence: Fence) {
    this.#code = code;
    this.#fence = fence;
  }

  take(line: string): Verdict {
    const { mark } = this.#fence;
    const closing = CLOSING_FENCE.exec(line)?.[1];
    if (closing !== undefined && closing[0] === mark[0] && closing.length >= mark.length) return 'last';
    this.begin(line);
    this.#code.endLine();
    return 'taken';
  }

  begin(head: string): true {
    const indent = /^ */.exec(head)?.[0].length ?? 0;
    this.#code.append(head.slice(Math.min(indent, this.#fence.indent)));
    return true;
  }
}

export class IndentedReader implements CodeReader {
  readonly #code: Code;
  #blankLines = 0;

  constructor(code: Code) {
    this.#code = code;
  }

  get endsBlank(): boolean {
    return this.#blankLines > 0;
  }

  take(line: string): Verdict {
    if (isBlank(line)) this.#blankLines += 1;
    else if (this.begin(line)) this.#code.endLine();
    else return 'refused';
    return 'taken';
  }

  begin(head: string): boolean {
    const code = dedent(head, 4);
    if (code === undefined) return false;
    for (; this.#blankLines > 0; this.#blankLines--) this.#code.endLine();
    this.#code.append(code);
    return true;
  }
}

/** A formula over several lines. TeX allows no blank line in one: it ends there at the latest. */
export class MathReader implements LineReader {
  readonly #code: Code;
  readonly #closer: string;

  constructor(code: Code, closer: string) {
    this.#code = code;
    this.#closer = closer;
  }

  take(line: string): Verdict {
    if (isBlank(line)) return 'refused';
    this.#code.append(line);
    this.#code.endLine();
    return line.includes(this.#closer) ? 'last' : 'taken';
  }
}

export class TableReader implements LineReader {
  readonly #table: Table;
  readonly #rowOf: (line: string) => Row | undefined;

  constructor(table: Table, rowOf: (line: string) => Row | undefined) {
    this.#table = table;
    this.#rowOf = rowOf;
  }

  take(line: string): Verdict {
    const row = isBlank(line) ? undefined : this.#rowOf(line);
    if (row === undefined) return 'refused';
    this.#table.addRow(row);
    return 'taken';
  }
}
