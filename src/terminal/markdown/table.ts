import type { Leaf, Screen } from './leaf.ts';
import { withSgr } from './runs.ts';
import {
  type Extent,
  extentsOf,
  fitWidths,
  type Layout,
  layList,
  layRow,
  layRule,
  type Row,
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
 * columns of all; when it is taller, they stay as they are, and each row is final when it comes.
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
  /** How the rows to come are laid out, whatever is in them. */
  #frozen: Layout | undefined;
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
    this.#extents = extentsOf(row).map((extent, index) => widest(extent, this.#extents[index] ?? extent));
    if (this.#frozen !== undefined) {
      // Rather than cutting a word, the columns move.
      if (!this.#fits(this.#frozen)) this.#frozen = { ...this.#frozen, widths: this.#layout().widths };
      this.#final.push(...this.#framed(this.#layAgain(row, this.#frozen)));
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
    const frame = { ...this.#look.frame, columns };
    this.#look = { ...this.#look, frame };
    this.#height = rows - 1;
    this.#isFirst = false;
    this.#frozen = {
      widths: fitWidths(this.#extents, frame),
      ruled: this.#frozen?.ruled ?? this.#layout().ruled,
    };
    this.#rows = [];
  }

  takeRest(): string {
    return '';
  }

  #freeze(): void {
    this.#final.push(...this.#framed(this.#layAll()));
    this.#frozen = this.#layout();
    this.#rows = [];
  }

  #fits({ widths }: Layout): boolean {
    return widths?.every((width, index) => width >= (this.#extents[index]?.least ?? 0)) ?? true;
  }

  #layout(): Layout {
    const widths = fitWidths(this.#extents, this.#look.frame);
    const isRuled = widths?.some((width, index) => width < (this.#extents[index]?.most ?? 0)) ?? true;
    return { widths, ruled: isRuled };
  }

  #isTallerThan(height: number): boolean {
    const { widths, ruled } = this.#layout();
    const isOneLineARow = widths !== undefined && !ruled && !this.#hasBreaks;
    return (isOneLineARow ? this.#rows.length + 2 : this.#layAll().length) > height;
  }

  #layAll(): string[] {
    const layout = this.#layout();
    const { widths, ruled } = layout;
    if (widths === undefined) {
      const rows = this.#rows.length > 0 ? this.#rows : [[]];
      return rows.flatMap((row) => this.#layAgain(row, layout)).slice(1);
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

  /** A row after others. */
  #layAgain(row: Row, { widths, ruled }: Layout): string[] {
    if (widths === undefined) return ['', ...layList(this.#header, row, this.#look)];
    const rule = ruled ? [layRule(widths, this.#look)] : [];
    return [...rule, ...layRow(row, widths, this.#look)];
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
