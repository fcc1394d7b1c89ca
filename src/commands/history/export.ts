import type { App } from '../../app.ts';
import { markdownOf } from '../../conversation/markdown.ts';
import type { Conversation } from '../../conversation/types.ts';
import { jsonText } from '../../terminal/json-text.ts';
import { sanitizeBlock } from '../../terminal/sanitize.ts';
import { createTarget } from '../shared/target.ts';
import { wantedConversation } from './wanted.ts';

/** As Markdown, as a page of HTML, or as `import` takes it. */
export type ExportFormat = 'md' | 'html' | 'json';

export interface ExportOptions {
  /** Undefined: one is picked, on a terminal. */
  readonly conversation: string | undefined;
  /** Undefined: as the name of the file ends, else Markdown. */
  readonly format: ExportFormat | undefined;
  /** A file, in place of standard output. */
  readonly output: string | undefined;
}

/** `ai-chat history export`. */
export async function run(options: ExportOptions, app: App): Promise<number> {
  const store = await app.store();
  const wanted = await wantedConversation(app, options.conversation);
  if ('exitCode' in wanted) return wanted.exitCode;
  const conversation = await store.load((await store.find(wanted.reference)).id);
  const text = await textOf(conversation, options.format ?? formatOf(options.output));
  const output = await createTarget(app, options.output, { onGone: () => {} });
  // A file or a pipe gets what was said, byte for byte.
  await output.write(output.isTerminal ? sanitizeBlock(text) : text);
  await output.end();
  return 0;
}

/** What somebody who names a file like that wants in it, as with `git archive -o` or pandoc. */
function formatOf(file: string | undefined): ExportFormat {
  if (file === undefined) return 'md';
  if (/\.html?$/i.test(file)) return 'html';
  return /\.json$/i.test(file) ? 'json' : 'md';
}

async function textOf(conversation: Conversation, format: ExportFormat): Promise<string> {
  if (format === 'json') return `${jsonText(conversation, 2)}\n`;
  if (format === 'md') return markdownOf(conversation);
  const { conversationPage } = await import('./conversation-page.ts');
  return conversationPage(conversation);
}
