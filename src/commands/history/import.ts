import type { App } from '../../app.ts';
import { readStandardInput } from '../../terminal/standard-input.ts';
import { titleOf } from '../shared/conversation-table.ts';
import { untilInterrupted } from '../shared/interruption.ts';
import { readNamedFile } from '../shared/text-file.ts';

export interface ImportOptions {
  /** A path, or `-` for standard input. */
  readonly file: string;
}

/** `ai-chat history import`. */
export async function run({ file }: ImportOptions, app: App): Promise<number> {
  // As it is: what was cut off in the midst of a character is no longer UTF-8.
  const data = file === '-' ? await readInput(app) : await readNamedFile(file, app.runtime.cwd);
  const { added, present, recovered } = await (await app.store()).import(data);
  const { reporter } = await app.messages();
  if (recovered !== undefined) {
    const messages =
      recovered === 1 ? '1 message that is whole was' : `${recovered} messages that are whole were`;
    reporter.warn(`the file is damaged; ${messages} recovered from it`);
  }
  for (const summary of added) reporter.note(`added ${summary.id} ${titleOf(summary)}`);
  if (present > 0) reporter.note(`${present} ${present === 1 ? 'was' : 'were'} there already`);
  return 0;
}

async function readInput({ runtime, messages }: App): Promise<string> {
  const { reporter } = await messages();
  const interruption = untilInterrupted(runtime.interrupts);
  try {
    return await readStandardInput(runtime.stdin, {
      signal: interruption.signal,
      clock: runtime.clock,
      onSilence: () => reporter.note('waiting for standard input'),
    });
  } finally {
    interruption.dispose();
  }
}
