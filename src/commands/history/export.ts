import { resolve } from 'node:path';
import type { App } from '../../app.ts';
import { markdownOf } from '../../conversation/markdown.ts';
import { jsonText } from '../../terminal/json-text.ts';
import { sanitizeBlock } from '../../terminal/sanitize.ts';
import { print } from '../talk/print.ts';

export interface ExportOptions {
  readonly conversation: string;
  readonly format: 'md' | 'json';
  /** A file, in place of standard output. */
  readonly output: string | undefined;
}

/** `ai-chat history export`. */
export async function run(options: ExportOptions, app: App): Promise<number> {
  const store = await app.store();
  const conversation = await store.load((await store.find(options.conversation)).id);
  const text = options.format === 'json' ? `${jsonText(conversation, 2)}\n` : markdownOf(conversation);
  // A file or a pipe gets what was said, byte for byte.
  if (options.output === undefined) await print(app, app.runtime.stdout.isTTY ? sanitizeBlock(text) : text);
  else await app.writeFile(resolve(app.runtime.cwd, options.output), text);
  return 0;
}
