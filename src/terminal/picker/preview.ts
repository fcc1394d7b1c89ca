import type { Styles } from '../colors.ts';
import type { FrameRow } from '../line-editor/painter.ts';
import type { MarkdownLook } from '../markdown/options.ts';
import { unpainted } from '../markdown/runs.ts';
import { NO_PREFIX, wrap } from '../markdown/wrapper.ts';
import { sanitizeBlock, sanitizeLine } from '../sanitize.ts';
import { clip, stringWidth } from '../width.ts';
import { clipPainted } from './clip-painted.ts';

/** What is said of the selected item: who said it, and what. */
export interface PreviewPart {
  readonly label: string;
  readonly text: string;
  /** Whether it is rendered; else it is shown as it was typed. */
  readonly isMarkdown?: boolean;
}

/** A part in rows of a window. */
export interface PreviewRows {
  readonly rows: readonly FrameRow[];
  /** Whether there is more of it. */
  readonly isCut: boolean;
}

export interface PreviewLook {
  /** Of the window. The last one stays free, for what says that there is more. */
  readonly columns: number;
  readonly styles: Styles;
  readonly markdown: Omit<MarkdownLook, 'colors' | 'hyperlinks'>;
}

/** Characters of a text that are laid out: more would not fit the tallest preview. */
const LONGEST = 4000;

/** The rows of `parts`, broken at words, without blank ones. What renders Markdown is loaded where there is some. */
export function layOutPreview(
  parts: readonly PreviewPart[],
  look: PreviewLook,
): Promise<readonly PreviewRows[]> {
  return Promise.all(
    parts.map(async ({ label, text, isMarkdown = false }) => {
      const head = clip(`${sanitizeLine(label)}:`, Math.max(1, Math.floor(look.columns / 2)));
      const shown = text.slice(0, LONGEST).trim();
      const rows = isMarkdown ? await rendered(head, shown, look) : typed(head, shown, look);
      const visible = rows.filter((row) => unpainted(row).trim() !== '');
      return {
        rows: visible.map((content) => ({ content, width: stringWidth(unpainted(content)) })),
        isCut: text.length > LONGEST,
      };
    }),
  );
}

/** Dimmed, behind its label. */
function typed(head: string, text: string, { columns, styles }: PreviewLook): readonly string[] {
  const first = { text: `${styles.bold(head)} `, width: stringWidth(head) + 1 };
  const style = { sgr: styles.enabled ? '2' : '', url: '' };
  const run = { text: sanitizeBlock(text), style };
  return run.text === ''
    ? [styles.bold(head)]
    : wrap([run], { first, rest: NO_PREFIX, columns: columns - 1 });
}

/** Below its label: it may begin with a heading, a table or code. */
async function rendered(
  head: string,
  text: string,
  { columns, styles, markdown }: PreviewLook,
): Promise<readonly string[]> {
  const { renderMarkdown } = await import('../markdown/markdown-stream.ts');
  const look = { ...markdown, colors: styles.enabled, hyperlinks: false, columns: columns - 1 };
  const rows = (await renderMarkdown(text, look)).split('\n');
  // Code is not wrapped.
  return [styles.bold(head), ...rows.map((row) => clipPainted(row, look.columns))];
}
