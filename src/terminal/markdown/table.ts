import type { Leaf, Screen } from './leaf.ts';
import { withSgr } from './runs.ts';
import {
  type Extent,
  extentsOf,
  fitWidths,
  isBroken,
  keepsWords,
  keepWidths,
  type Layout,
  layList,
  layRow,
  layRule,
  type Row,
  spreadWidths,
  type TableLook,
  widest,
} from './table-layout.ts';

export interface TableOptions {
  readonly header: Row;
  readonly look: TableLook;
  /** Of the window; infinite where nothing is rewritten, so that the table is laid out when it is complete. */
  readonly rows: number;
}

/**
 * A table whose columns fit what they hold and the window. While all of it is in the window, each row may change the
 * columns of all; when it is taller, or the window is resized, each row is final when it comes, and the columns move only where
 * a word would be cut otherwise, or where the first row is broken: to where they need not do so again, if there is room.
 */
export class Table implements Leaf {
  #look: TableLook;
  readonly #header: Row;
  #height: number;
  /** Of each column. */
  #extents: Extent[];
  #rows: Row[] = [];
  #hasBreaks = false;
  /** Rows as they were laid out for some widths. */
  readonly #laid = new WeakMap<Row, { readonly widths: string; readonly lines: string[] }>();
  #hasRows = false;
  /** How the rows to come are laid out. */
  #frozen: Layout | undefined;
  /** Whether what was last written of it is a list, so that no header is above the columns to come. */
  #isLastList = false;
  /** Whether a cell of the last row was broken, so that a line has to show where it ends. */
  #isLastBroken = false;
  #final: string[] = [];
  #isFirst = true;

  constructor({ header, look, rows }: TableOptions) {
    this.#look = look;
    this.#header = header.map((cell) =>
      cell.map((run) => ({ ...run, style: withSgr(run.style, look.header) })),
    );
    this.#height = rows - 1;
    this.#extents = extentsOf(this.#header);
  }

  addRow(row: Row): void {
    this.#hasBreaks ||= row.some((cell) => cell.some(({ text }) => text.includes('\n')));
    const isFirst = !this.#hasRows;
    this.#hasRows = true;
    const extents = extentsOf(row);
    this.#extents = extents.map((extent, index) => widest(extent, this.#extents[index] ?? extent));
    if (this.#frozen !== undefined) {
      this.#final.push(...this.#framed(this.#layFrozen(row, { extents, isFirst }, this.#frozen)));
      return;
    }
    this.#rows.push(row);
    if (this.#height !== Number.POSITIVE_INFINITY && this.#isTallerThan(this.#height)) this.#freeze();
  }

  finish(): void {
    if (this.#frozen === undefined) this.#freeze();
  }

  takeFinal(): string[] {
    const final = this.#final;
    this.#final = [];
    return final;
  }

  live(): readonly string[] {
    return this.#frozen === undefined ? this.#withPrefix(this.#layAll(), this.#isFirst) : [];
  }

  settle({ columns, rows }: Screen): void {
    const before = this.#frozen ?? this.#layout();
    if (this.#frozen === undefined) {
      this.#isLastBroken = before.ruled;
      this.#isLastList = before.widths === undefined;
    }
    const isWider = columns > this.#look.frame.columns;
    const frame = { ...this.#look.frame, columns };
    this.#look = { ...this.#look, frame };
    this.#height = rows - 1;
    this.#isFirst = false;
    this.#frozen = {
      widths: this.#widthsAfter(before.widths, isWider),
      ruled: before.ruled && before.widths !== undefined,
    };
    this.#rows = [];
  }

  takeRest(): string {
    return '';
  }

  #freeze(): void {
    this.#final.push(...this.#framed(this.#layAll()));
    this.#frozen = this.#layout();
    this.#isLastList = this.#frozen.widths === undefined;
    this.#rows = [];
  }

  /** A row after others that can't be laid out anew. */
  #layFrozen(
    row: Row,
    { extents, isFirst }: { readonly extents: readonly Extent[]; readonly isFirst: boolean },
    frozen: Layout,
  ): string[] {
    let { widths } = frozen;
    // Of a header alone nothing can be told, so the first row may move the columns too.
    if (widths && (!keepsWords(this.#extents, widths) || (isFirst && isBroken(extents, widths)))) {
      widths = spreadWidths(this.#extents, this.#look);
      this.#frozen = { ...frozen, widths };
    }
    if (widths === undefined) {
      this.#isLastList = true;
      return ['', ...layList(this.#header, row, this.#look)];
    }
    const isRowBroken = isBroken(extents, widths);
    const rule = layRule(widths, this.#look);
    const above: string[] = [];
    if (this.#isLastList) above.push('', ...layRow(this.#header, widths, this.#look), rule);
    else if (!isFirst && (frozen.ruled || isRowBroken || this.#isLastBroken)) above.push(rule);
    this.#isLastBroken = isRowBroken;
    this.#isLastList = false;
    return [...above, ...layRow(row, widths, this.#look)];
  }

  /** Of the columns in a window that was resized: those from before, unless they have no room, or more would do them good. */
  #widthsAfter(before: Layout['widths'], isWider: boolean): Layout['widths'] {
    const { frame } = this.#look;
    const isGood = before !== undefined && !(isWider && isBroken(this.#extents, before));
    return (isGood ? keepWidths(before, this.#extents, frame) : undefined) ?? fitWidths(this.#extents, frame);
  }

  #layout(): Layout {
    const widths = fitWidths(this.#extents, this.#look.frame);
    return { widths, ruled: widths === undefined || isBroken(this.#extents, widths) };
  }

  #isTallerThan(height: number): boolean {
    const { widths, ruled } = this.#layout();
    const isOneLineARow = widths !== undefined && !ruled && !this.#hasBreaks;
    return (isOneLineARow ? this.#rows.length + 2 : this.#layAll().length) > height;
  }

  #layAll(): string[] {
    const { widths, ruled } = this.#layout();
    if (widths === undefined) {
      const rows = this.#rows.length > 0 ? this.#rows : [[]];
      return rows.flatMap((row) => ['', ...layList(this.#header, row, this.#look)]).slice(1);
    }
    const rule = layRule(widths, this.#look);
    const rows = this.#rows.flatMap((row, index) => [
      ...(ruled && index > 0 ? [rule] : []),
      ...this.#layRow(row, widths),
    ]);
    return [...this.#layRow(this.#header, widths), rule, ...rows];
  }

  #layRow(row: Row, widths: readonly number[]): string[] {
    const key = widths.join();
    let laid = this.#laid.get(row);
    if (laid?.widths !== key) {
      laid = { widths: key, lines: layRow(row, widths, this.#look) };
      this.#laid.set(row, laid);
    }
    return laid.lines;
  }

  #framed(lines: readonly string[]): string[] {
    const framed = this.#withPrefix(lines, this.#isFirst);
    this.#isFirst = false;
    return framed;
  }

  #withPrefix(lines: readonly string[], isFirst: boolean): string[] {
    const { first, rest } = this.#look.frame;
    return lines.map((line, index) => (isFirst && index === 0 ? first : rest).text + line);
  }
}
