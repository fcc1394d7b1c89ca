import Markdown, { type Env, type Token } from 'markdown-it';
import { type InlineParse, parseInline } from './inline-parse.ts';
import { addInlineRules } from './inline-rules.ts';
import type { Alignment } from './table-layout.ts';
import { addWholeRows } from './whole-rows.ts';

/** What a line begins, after CommonMark 0.31.2 with GFM's tables (but for their rows, of which no cell is dropped), task lists and strikethrough, footnotes and math. */
export type BlockStart = { readonly type: PlainStart } | { readonly type: 'heading'; readonly level: number };

type PlainStart = 'quote' | 'item' | 'footnote' | 'indented' | 'rule' | 'fence' | 'definition' | 'paragraph';

/** What a line is after a paragraph's line. */
export type AfterParagraph = 'text' | 'other block' | 'underline';

export interface TableStart {
  readonly header: readonly string[];
  readonly alignments: readonly Alignment[];
}

/** The syntax, asked line by line. Lines come without their newline and without the marks of the blocks around them. */
export interface Grammar {
  startOf(line: string): BlockStart;
  afterParagraph(line: string): AfterParagraph;
  /** The table that a paragraph's last line and the line after it begin. */
  tableStart(header: string, delimiters: string): TableStart | undefined;
  /** The cells of a table's row, the last one with those that are too many; undefined: the line ends the table. */
  tableRow(line: string, columns: number): readonly string[] | undefined;
  /** Notes where the links with this label go. */
  define(line: string): void;
  parse(source: string): InlineParse;
}

/** No block begins with a letter, and nothing that does ends a paragraph. */
const BEGINS_WITH_LETTER = /^ {0,3}\p{L}/u;
const FOOTNOTE = /^ {0,3}\[\^[^\]\s]+\]:/;
const DELIMITERS = /^ {0,3}[|:-][-|: \t]*$/;

const BLOCK_TYPES: ReadonlyMap<string, PlainStart> = new Map([
  ['blockquote_open', 'quote'],
  ['bullet_list_open', 'item'],
  ['ordered_list_open', 'item'],
  ['code_block', 'indented'],
  ['hr', 'rule'],
  ['fence', 'fence'],
  ['reference_definition', 'definition'],
]);

export function createGrammar(): Grammar {
  // Tags stay text: there is nothing that they could be in a terminal.
  const md = new Markdown({ html: false, linkify: true });
  addInlineRules(md);
  addWholeRows(md);
  const env: Env = { references: {} };

  const blocks = (text: string, into: Env = {}): Token[] => {
    const tokens: Token[] = [];
    md.block.parse(text, md, into, tokens);
    return tokens;
  };

  return {
    startOf(line) {
      if (BEGINS_WITH_LETTER.test(line)) return { type: 'paragraph' };
      if (FOOTNOTE.test(line)) return { type: 'footnote' };
      const first = blocks(line)[0];
      if (first?.type === 'heading_open') return { type: 'heading', level: Number(first.tag.slice(1)) };
      return { type: BLOCK_TYPES.get(first?.type ?? '') ?? 'paragraph' };
    },

    afterParagraph(line) {
      if (BEGINS_WITH_LETTER.test(line)) return 'text';
      if (FOOTNOTE.test(line)) return 'other block';
      const first = blocks(`x\n${line}`)[0];
      if (first?.type === 'heading_open') return 'underline';
      return first?.map?.[1] === 2 ? 'text' : 'other block';
    },

    tableStart(header, delimiters) {
      if (!DELIMITERS.test(delimiters) || !header.includes('|')) return undefined;
      // Whatever else the line looks like, it is a paragraph's.
      const row = header.trimStart();
      const tokens = blocks(`${row.startsWith('|') ? '' : '|'}${row}\n${delimiters}`);
      if (tokens[0]?.type !== 'table_open') return undefined;
      const cells = tokens.filter(({ type }) => type === 'th_open');
      return {
        header: contents(tokens),
        alignments: cells.map(alignmentOf),
      };
    },

    tableRow(line, columns) {
      const header = '|x'.repeat(columns);
      const tokens = blocks(`${header}\n${'|-'.repeat(columns)}\n${line}`);
      return tokens[0]?.map?.[1] === 3 ? contents(tokens).slice(columns) : undefined;
    },

    define(line) {
      blocks(line, env);
    },

    parse: (source) => parseInline(md, source, env),
  };
}

function contents(tokens: readonly Token[]): string[] {
  return tokens.filter(({ type }) => type === 'inline').map(({ content }) => content);
}

function alignmentOf(cell: Token): Alignment {
  const style = String(cell.attrGet('style') ?? '');
  return style.endsWith('center') ? 'center' : style.endsWith('right') ? 'right' : 'left';
}
