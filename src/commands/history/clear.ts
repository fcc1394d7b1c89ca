import type { App } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { counted } from '../shared/counted.ts';

export interface ClearOptions {
  /** An age such as `30d`. */
  readonly olderThan: string | undefined;
  readonly yes: boolean;
}

const HOUR_MS = 3_600_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  h: HOUR_MS,
  d: 24 * HOUR_MS,
  w: 7 * 24 * HOUR_MS,
  y: 365 * 24 * HOUR_MS,
};

/** `ai-chat history clear`. */
export async function run(options: ClearOptions, app: App): Promise<number> {
  const { stdin, stderr, clock, job } = app.runtime;
  const limits = options.olderThan === undefined ? {} : { olderThan: clock.now() - ageOf(options.olderThan) };
  const { reporter } = await app.messages();
  if (!options.yes && stdin.isTTY) {
    if (!stderr.isTTY) {
      throw new CliError('usage', 'there is no terminal to ask on whether to delete', {
        hint: '`-y` deletes unasked',
      });
    }
    const { createPrompter } = await import('../../terminal/prompt.ts');
    const prompter = createPrompter({ stdin, output: stderr, job });
    if (!(await prompter.confirm(`Delete ${await whatGoes(app, limits, options)} for good?`))) {
      reporter.note('nothing was deleted');
      return 0;
    }
  }
  const gone = await (await app.store()).clear(limits);
  reporter.note(`deleted ${counted(gone, 'conversation')}`);
  return 0;
}

/** What would be deleted, with its number: who answers yes should know to how much. */
async function whatGoes(
  app: App,
  limits: { readonly olderThan?: number },
  { olderThan }: ClearOptions,
): Promise<string> {
  const { conversations, total, unreadable } = await (await app.store()).list({
    limit: limits.olderThan === undefined ? 1 : 0,
  });
  if (limits.olderThan === undefined) {
    // Those of a newer version go too.
    const all = total + unreadable.length;
    return all === 1 ? 'the one conversation' : `all ${counted(all, 'conversation')}`;
  }
  const old = conversations.filter(({ updatedAt }) => Date.parse(updatedAt) < (limits.olderThan ?? 0));
  return `${counted(old.length, 'conversation')} older than ${olderThan}`;
}

function ageOf(text: string): number {
  const [, count, unit] = /^(\d{1,6})([hdwy])$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit ?? ''];
  if (count === undefined || unitMs === undefined) {
    throw new CliError('usage', '--older-than takes a number of hours, days, weeks or years', {
      hint: 'for example 12h, 30d, 8w or 1y',
    });
  }
  return Number(count) * unitMs;
}
