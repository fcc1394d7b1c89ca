import { createGrammar } from './grammar.ts';
import type { MarkdownLook, MarkdownStream, MarkdownStreamOptions } from './options.ts';
import { Renderer } from './renderer.ts';

export { terminalAppearance } from './appearance.ts';
export type { MarkdownLook, MarkdownScreen, MarkdownStream, MarkdownStreamOptions } from './options.ts';
export { createSteadyStream } from './steady-stream.ts';

/** Renders an answer on a terminal, or for one, while it comes. */
export function createMarkdownStream(options: MarkdownStreamOptions): MarkdownStream {
  return new Renderer(options, createGrammar());
}

/** The whole of `text` at once, ending in a newline, with all that a stream does to it; in one column at least. */
export async function renderMarkdown(
  text: string,
  { columns, ...look }: MarkdownLook & { readonly columns: number },
): Promise<string> {
  let rendered = '';
  const stream = createMarkdownStream({
    ...look,
    write: (part) => {
      rendered += part;
    },
    screen: () => ({ columns, rows: Number.POSITIVE_INFINITY }),
    rewrite: false,
  });
  stream.write(text);
  await stream.end();
  return rendered;
}
