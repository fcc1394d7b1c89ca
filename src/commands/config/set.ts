import type { App, FlagValues, SettingRow } from '../../app.ts';
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
/** Nothing was given in place of the value that is there. */
const KEPT = Symbol('kept');
/** Characters: a system prompt may be long. */
const SHOWN_OF_VALUE = 60;

/** `ai-chat config set`. */
export async function run({ name, value, settings: flags }: SetOptions, app: App): Promise<number> {
  const settings = await app.settings(flags);
  const { reporter } = await app.messages();
  const interruption = untilInterrupted(app.runtime.interrupts);
  let given: string | typeof KEPT | undefined;
  try {
    // An unknown name is told before a value is asked for.
    given = value ?? (await valueFor(name, settings.row(name), app, interruption.signal));
    if (given === undefined) return interruption.exitCode();
  } catch (error) {
    if (interruption.interrupt) return interruption.exitCode();
    throw error;
  } finally {
    interruption.dispose();
  }
  if (given === KEPT) {
    reporter.note(`${name} stays as it is`);
    return 0;
  }
  for (const note of await settings.set(name, given)) reporter.note(note);
  if (name === SECRET && value !== undefined) {
    reporter.warn(
      "the shell's history now holds the key",
      'next time type `ai-chat config set apiKey` alone: the key is then asked for',
    );
  }
  return 0;
}

/** Undefined after Ctrl-C, or another interrupt. */
async function valueFor(
  name: string,
  before: SettingRow,
  app: App,
  signal: AbortSignal,
): Promise<string | typeof KEPT | undefined> {
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
  const reply =
    name === SECRET
      ? await prompter.askHidden('API key (not shown):')
      : await prompter.ask(questionFor(name, before));
  if (reply.type === 'interrupt') return undefined;
  if (reply.type === 'line' && reply.text.trim() !== '') return reply.text;
  // Who is shown a value and presses Enter means it to stay; without one there is nothing that Enter could mean.
  if (reply.type === 'line' && name !== SECRET && isThere(before)) return KEPT;
  throw new CliError('usage', 'no value was given', {
    hint:
      name === SECRET
        ? 'type `ai-chat config set apiKey`, and paste the key'
        : `type \`ai-chat config set ${name} VALUE\``,
  });
}

function questionFor(name: string, before: SettingRow): string {
  if (!isThere(before)) return `${name}:`;
  const value = sanitizeLine(String(before.value), SHOWN_OF_VALUE);
  const shown = /\s/.test(value) ? `“${value}”` : value;
  const place = PLACES[before.source];
  return `${name} (now ${shown}${place ? `, from ${place}` : ''}):`;
}

function isThere({ value }: SettingRow): boolean {
  return value !== null && value !== '';
}

/** Where a value comes from that another one in the config file does not replace. */
const PLACES: Readonly<Partial<Record<SettingRow['source'], string>>> = {
  flag: 'a flag',
  environment: 'the environment',
  '.env': '.env',
};
