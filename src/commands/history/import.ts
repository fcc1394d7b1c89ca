import type { App } from '../../app.ts';
import { SIGNAL_EXIT_CODES } from '../../errors.ts';
import { readStandardInput } from '../../terminal/standard-input.ts';
import { titleOf } from '../shared/conversation-table.ts';
import { untilInterrupted } from '../shared/interruption.ts';
import { withProgress } from '../shared/progress.ts';
import { readNamedFile } from '../shared/text-file.ts';

export interface ImportOptions {
  /** A path, or `-` for standard input. */
  readonly file: string;
}

/** In bytes, what fits in one text of Node's. */
const LIMIT = { most: 500 * 1024 * 1024, tooLargeHint: 'import its conversations in several files' } as const;

/** `ai-chat history import`. */
export async function run({ file }: ImportOptions, app: App): Promise<number> {
  const interruption = untilInterrupted(app.runtime.interrupts);
  let data: string | Buffer;
  try {
    // As it is: what was cut off in the midst of a character is no longer UTF-8.
    data =
      file === '-'
        ? await readInput(app, interruption.signal)
        : await readNamedFile(file, app.runtime.cwd, { signal: interruption.signal, ...LIMIT });
  } catch (error) {
    if (interruption.interrupt) return SIGNAL_EXIT_CODES[interruption.interrupt];
    throw error;
  } finally {
    interruption.dispose();
  }
  const store = await app.store();
  const { added, present, recovered } = await withProgress(app, 'importing', (onProgress) =>
    store.import(data, onProgress),
  );
  const { reporter } = await app.messages();
  if (recovered !== undefined) {
    const messages =
      recovered === 1 ? '1 message that is whole was' : `${recovered} messages that are whole were`;
    reporter.warn(`the file is damaged; ${messages} recovered from it`);
  }
  if (added.length === 0 && present === 0)
    reporter.note(`there are no conversations in ${file === '-' ? 'standard input' : file}`);
  for (const summary of added) reporter.note(`added ${summary.id} ${titleOf(summary)}`);
  if (present > 0) reporter.note(`${present} ${present === 1 ? 'was' : 'were'} there already`);
  return 0;
}

async function readInput({ runtime, messages }: App, signal: AbortSignal): Promise<string> {
  const { reporter } = await messages();
  return readStandardInput(runtime.stdin, {
    signal,
    clock: runtime.clock,
    onSilence: () => reporter.note('waiting for standard input'),
    ...LIMIT,
  });
}
