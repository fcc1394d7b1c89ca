import type { Prefix } from './wrapper.ts';
import { NO_PREFIX } from './wrapper.ts';

/** What a block is, as far as the space around it goes. */
export type BlockKind = 'text' | 'verbatim' | 'item' | 'quote' | 'footnote' | 'definition';

/** A block that holds blocks. */
export class Container {
  readonly kind: 'root' | 'quote' | 'item' | 'footnote';
  /** What its first row begins with, and its other rows. */
  readonly first: Prefix;
  readonly rest: Prefix;
  /** Columns that its lines are indented by; quotes have marks instead. */
  readonly indent: number;
  /** Whether it has a row yet. */
  isStarted = false;
  /** The block that ended last in it. */
  last: BlockKind | undefined;
  /** The list that the last item in it belongs to. */
  list: { readonly delimiter: string; readonly number: number } | undefined;

  constructor(kind: Container['kind'], first: Prefix = NO_PREFIX, rest: Prefix = NO_PREFIX, indent = 0) {
    this.kind = kind;
    this.first = first;
    this.rest = rest;
    this.indent = indent;
  }

  /** `line` without what shows that it belongs to this container; undefined when nothing shows it. */
  strip(line: string): string | undefined {
    switch (this.kind) {
      case 'root':
        return line;
      case 'quote':
        return stripQuote(line);
      default:
        return isBlank(line) ? '' : dedent(line, this.indent);
    }
  }
}

const QUOTE = /^ {0,3}>/;
const ITEM = /^ {0,3}(?:([-+*])|(\d{1,9})([.)]))(?=[ \t]|$)/;
const TASK = /^\[([ xX])\][ \t]+(?=\S)/;
const FOOTNOTE = /^ {0,3}\[\^([^\]\s]+)\]:[ \t]*/;

export interface Item {
  /** A bullet, or what stands behind a number: a list is of one kind. */
  readonly delimiter: string;
  /** Undefined in a list of bullets. */
  readonly number: number | undefined;
  /** Columns before its content. */
  readonly indent: number;
  readonly content: string;
  /** Whether a task is done; undefined when it is none. */
  readonly done: boolean | undefined;
}

/** The content of a line that is in a quote; undefined when it is not. */
export function stripQuote(line: string): string | undefined {
  const mark = QUOTE.exec(line)?.[0];
  if (mark === undefined) return undefined;
  return dedent(line.slice(mark.length), 1, mark.length) ?? line.slice(mark.length);
}

/** Takes apart a line that begins a list item, as the CommonMark spec measures its indentation (section 5.2). */
export function readItem(line: string): Item | undefined {
  const mark = ITEM.exec(line);
  if (mark === null) return undefined;
  const [{ length }, bullet, digits, delimiter] = mark;
  const after = line.slice(length);
  const space = widthOfIndent(after, length);
  const padding = isBlank(after) || space > 4 ? 1 : space;
  const content = dedent(after, padding, length) ?? '';
  const task = TASK.exec(content);
  return {
    delimiter: bullet ?? delimiter ?? '',
    number: digits === undefined ? undefined : Number(digits),
    indent: length + padding,
    content: task === null ? content : content.slice(task[0].length),
    done: task === null ? undefined : task[1] !== ' ',
  };
}

export function readFootnote(line: string): { readonly label: string; readonly content: string } | undefined {
  const mark = FOOTNOTE.exec(line);
  return mark === null ? undefined : { label: mark[1] ?? '', content: line.slice(mark[0].length) };
}

export function isBlank(line: string): boolean {
  return !/[^ \t]/.test(line);
}

/** `line` less `columns` of its indentation; undefined when it has less. A tab that is cut becomes spaces. */
export function dedent(line: string, columns: number, start = 0): string | undefined {
  let taken = 0;
  let index = 0;
  while (taken < columns) {
    if (line[index] === ' ') taken += 1;
    else if (line[index] === '\t') taken += 4 - ((start + taken) % 4);
    else return undefined;
    index += 1;
  }
  return ' '.repeat(taken - columns) + line.slice(index);
}

/** Columns of the white space that `line` begins with, where it stands behind `start` columns. */
function widthOfIndent(line: string, start = 0): number {
  let column = start;
  for (const character of line) {
    if (character === ' ') column += 1;
    else if (character === '\t') column += 4 - (column % 4);
    else break;
  }
  return column - start;
}
