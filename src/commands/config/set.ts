import type { App, FlagValues } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { readStandardInput } from '../../terminal/standard-input.ts';
import { untilInterrupted } from '../shared/interruption.ts';

export interface SetOptions {
  readonly name: string;
  /** Undefined: it is asked for, or read from standard input. */
  readonly value: string | undefined;
  readonly settings: FlagValues;
}

const SECRET = 'apiKey';
/** Characters: a system prompt may be long. */
const SHOWN_OF_VALUE = 60;

/** `ai-chat config set`. */
export async function run({ name, value, settings: flags }: SetOptions, app: App): Promise<number> {
  const settings = await app.settings(flags);
  // An unknown name is told before a value is asked for.
  const { value: before } = settings.row(name);
  const { reporter } = await app.messages();
  const interruption = untilInterrupted(app.runtime.interrupts);
  try {
    const given = value ?? (await valueFor({ name, before }, app, interruption.signal));
    if (given === undefined) return interruption.exitCode();
    for (const note of await settings.set(name, given)) reporter.note(note);
    if (name === SECRET && value !== undefined) {
      reporter.warn(
        "the shell's history now holds the key",
        'next time type `ai-chat config set apiKey` alone: the key is then asked for',
      );
    }
    return 0;
  } catch (error) {
    if (interruption.interrupt) return interruption.exitCode();
    throw error;
  } finally {
    interruption.dispose();
  }
}

/** Undefined after Ctrl-C, or another interrupt. */
async function valueFor(
  { name, before }: { readonly name: string; readonly before: unknown },
  app: App,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { stdin, clock } = app.runtime;
  const { reporter } = await app.messages();
  if (!stdin.isTTY) {
    const text = await readStandardInput(stdin, {
      signal,
      clock,
      onSilence: () => reporter.note(`waiting for the value of ${name} on standard input`),
    });
    return text.replace(/\r?\n$/, '');
  }
  const { prompterOf } = await import('../shared/prompter-of.ts');
  const prompter = await prompterOf(app, signal);
  const question = `${name}${(before ?? '') === '' ? '' : ` (now ${sanitizeLine(String(before), SHOWN_OF_VALUE)})`}:`;
  const reply =
    name === SECRET ? await prompter.askHidden('API key (not shown):') : await prompter.ask(question);
  if (reply.type === 'line') return reply.text;
  if (reply.type === 'interrupt') return undefined;
  throw new CliError('usage', 'no value was given', {
    hint:
      name === SECRET
        ? 'type `ai-chat config set apiKey`, and paste the key'
        : `type \`ai-chat config set ${name} VALUE\``,
  });
}
