import type { App } from '../../app.ts';
import { checkName } from '../../conversation/name.ts';
import { CliError } from '../../errors.ts';
import { terminalOf } from '../shared/terminal-of.ts';
import { wantedConversation } from './wanted.ts';

export interface RenameOptions {
  /** Undefined: one is picked, on a terminal. */
  readonly conversation: string | undefined;
  /** Undefined: it is asked for, on a terminal. */
  readonly name: string | undefined;
}

/** `ai-chat history rename`. */
export async function run({ conversation, name }: RenameOptions, app: App): Promise<number> {
  if (name !== undefined) checkName(name);
  const wanted = await wantedConversation(app, conversation);
  if ('exitCode' in wanted) return wanted.exitCode;
  const store = await app.store();
  const summary = await store.find(wanted.reference);
  const { reporter } = await app.messages();
  const rename = async (wish: string, signal?: AbortSignal) => {
    const checked = checkName(wish);
    await store.rename(summary.id, checked, { signal });
    reporter.note(`${summary.id} is now called ${checked}`);
    return 0;
  };
  if (name !== undefined) return rename(name);
  const terminal = terminalOf(app);
  if (!terminal) {
    throw new CliError('usage', 'what is it to be called?', {
      hint: 'type `ai-chat history rename CONVERSATION NAME`',
    });
  }
  const { askName } = await import('./ask-name.ts');
  return askName(app, { terminal, name: summary.name, rename });
}
