import { Code, type PaintLine } from './code.ts';
import type { Grammar, TableStart } from './grammar.ts';
import { type InlineLook, renderInline } from './inline-render.ts';
import type { Screen } from './leaf.ts';
import {
  type CodeReader,
  type Fence,
  FencedReader,
  IndentedReader,
  type LineReader,
  MathReader,
  TableReader,
} from './line-readers.ts';
import { clickable, shownAddress } from './link-target.ts';
import type { Marks } from './marks.ts';
import type { Palette } from './palette.ts';
import { Prose } from './prose.ts';
import { PLAIN, paint, type Run, type Style, withSgr, withUrl } from './runs.ts';
import { Table } from './table.ts';
import type { Row } from './table-layout.ts';
import { type Frame, type Prefix, wrap } from './wrapper.ts';

export interface Look extends InlineLook {
  readonly marks: Marks;
}

/** A leaf, and what reads its lines. */
export type OpenLeaf = ProseLeaf | CodeLeaf | MathLeaf | TableLeaf;

export interface ProseLeaf {
  readonly type: 'paragraph' | 'heading';
  readonly leaf: Prose;
}

export interface CodeLeaf {
  readonly type: 'code';
  readonly leaf: Code;
  readonly reader: CodeReader;
}

export interface MathLeaf {
  readonly type: 'math';
  readonly leaf: Code;
  readonly reader: LineReader;
}

export interface TableLeaf {
  readonly type: 'table';
  readonly leaf: Table;
  readonly reader: LineReader;
}

const DEFINITION = /^ {0,3}(\[(?:\\.|[^\]\\])+\]:)[ \t]*<?([^\s>]+)>?(.*)$/s;

/** Makes the leaves of one answer. */
export class LeafFactory {
  readonly #grammar: Grammar;
  readonly #look: Look;
  /** Whether what is written can be rewritten. */
  readonly #rewrites: boolean;

  constructor(grammar: Grammar, look: Look, rewrites: boolean) {
    this.#grammar = grammar;
    this.#look = look;
    this.#rewrites = rewrites;
  }

  paragraph(frame: Frame, screen: Screen): ProseLeaf {
    return { type: 'paragraph', leaf: this.#prose(frame, screen, PLAIN) };
  }

  heading(level: number, frame: Frame, screen: Screen): ProseLeaf {
    const { palette } = this.#look;
    const marked = palette.colors ? frame : withHashes(frame, level);
    return { type: 'heading', leaf: this.#prose(marked, screen, headingStyle(palette, level)) };
  }

  table({ header, alignments }: TableStart, frame: Frame, { rows }: Screen): TableLeaf {
    const { palette, marks } = this.#look;
    const line = { ...marks, style: withSgr(PLAIN, palette.faint) };
    const leaf = new Table({
      header: this.#row(header),
      look: { alignments, frame, line, header: palette.strong, positions: this.#rewrites },
      rows: this.#rewrites ? rows : Number.POSITIVE_INFINITY,
    });
    const reader = new TableReader(leaf, (text) => {
      const cells = this.#grammar.tableRow(text, header.length);
      return cells && this.#row(cells);
    });
    return { type: 'table', leaf, reader };
  }

  fence(fence: Fence, paintLine: PaintLine, screen: Screen): CodeLeaf {
    const leaf = new Code(paintLine, screen);
    return { type: 'code', leaf, reader: new FencedReader(leaf, fence) };
  }

  indented(screen: Screen): CodeLeaf {
    const leaf = new Code((line) => line, screen);
    return { type: 'code', leaf, reader: new IndentedReader(leaf) };
  }

  math(closer: string, screen: Screen): MathLeaf {
    const style = withSgr(PLAIN, this.#look.palette.math);
    const leaf = new Code((text) => paint([{ text, style }]), screen);
    return { type: 'math', leaf, reader: new MathReader(leaf, closer) };
  }

  /** The line that says where the links with one label go: it stays, for the links before it. */
  definition(line: string, frame: Frame): string[] {
    const [, label = '', href = '', title = ''] = DEFINITION.exec(line) ?? [];
    const faint = withSgr(PLAIN, this.#look.palette.faint);
    const target = this.#look.hyperlinks ? clickable(href) : '';
    const runs: Run[] = [
      { text: `${label} `, style: faint },
      { text: shownAddress(href), style: withUrl(faint, target) },
      { text: title, style: faint },
    ];
    return wrap(runs, frame);
  }

  rule({ first, columns }: Frame): string {
    const text = this.#look.marks.horizontal.repeat(Math.max(1, columns - first.width));
    return first.text + paint([{ text, style: withSgr(PLAIN, this.#look.palette.faint) }]);
  }

  #row(cells: readonly string[]): Row {
    return cells.map((cell) => renderInline(this.#grammar.parse(cell).tokens, PLAIN, this.#look));
  }

  #prose(frame: Frame, screen: Screen, style: Style): Prose {
    return new Prose({
      frame,
      screen,
      style,
      look: this.#look,
      parse: (source) => this.#grammar.parse(source),
    });
  }
}

function headingStyle({ heading, strong }: Palette, level: number): Style {
  return withSgr(PLAIN, level === 1 ? heading && `${heading};4` : level === 2 ? heading : strong);
}

function withHashes({ first, rest, columns }: Frame, level: number): Frame {
  const add = ({ text, width }: Prefix, mark: string) => ({ text: text + mark, width: width + mark.length });
  return {
    first: add(first, `${'#'.repeat(level)} `),
    rest: add(rest, ' '.repeat(level + 1)),
    columns,
  };
}
