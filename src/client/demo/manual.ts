/** One part of a manual in Markdown: a heading and what stands under it, down to the next heading. */
export interface Section {
  readonly heading: string;
  /** Its paragraphs, lists, tables and code blocks, each whole, without pictures and comments. */
  readonly blocks: readonly string[];
}

const HEADING = /^#{1,6}\s+(.*?)\s*#*$/;
const FENCE = /^\s*(?:```|~~~)/;
const PICTURES_AND_COMMENTS = /<!--[\s\S]*?-->|\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?|<img\b[^>]*>/g;

/** Splits a manual at its headings. Sections without text of their own are left out. */
export function readManual(markdown: string): Section[] {
  const sections: { heading: string; lines: string[] }[] = [];
  let isCode = false;
  for (const line of markdown.replace(PICTURES_AND_COMMENTS, '').split(/\r?\n/)) {
    if (FENCE.test(line)) isCode = !isCode;
    const heading = isCode ? undefined : HEADING.exec(line)?.[1];
    if (heading !== undefined) sections.push({ heading, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections
    .map(({ heading, lines }) => ({ heading, blocks: toBlocks(lines) }))
    .filter(({ blocks }) => blocks.length > 0);
}

/** Joins lines to blocks: an empty line ends one, but not within a code block. */
function toBlocks(lines: readonly string[]): string[] {
  const blocks: string[] = [];
  let block: string[] = [];
  let isCode = false;
  for (const line of [...lines, '']) {
    if (FENCE.test(line)) isCode = !isCode;
    if (line.trim() !== '' || isCode) {
      block.push(line);
    } else if (block.length > 0) {
      blocks.push(block.join('\n'));
      block = [];
    }
  }
  return blocks;
}
