import type { App } from '../../app.ts';
import { counted } from '../../conversation/counted.ts';
import type { Clearable } from '../../conversation/ports.ts';
import { CliError } from '../../errors.ts';
import type { Reporter } from '../../terminal/reporter.ts';
import { terminalOf } from '../shared/terminal-of.ts';

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
  const { clock } = app.runtime;
  const limits = options.olderThan === undefined ? {} : { olderThan: clock.now() - ageOf(options.olderThan) };
  const { reporter } = await app.messages();
  const confirm = await confirmer(app, options);
  const store = await app.store();
  for (;;) {
    // Who is not asked need not know beforehand.
    const goes = confirm && (await store.clearable(limits));
    const what = goes && inWords(goes, conversationsOf(options));
    if (what && !(await confirm(`Delete ${what} for good?`))) {
      reporter.note('nothing was deleted');
      return 0;
    }
    // Who said yes knows to how much.
    const gone = await store.clear(goes ? { ...limits, counted: goes } : limits);
    if (gone === undefined) continue;
    const went = inWords(gone, (count) => counted(count, 'conversation'));
    reporter.note(went ? `deleted ${went}` : 'there is nothing to delete');
    tellWhatIsLeft(gone, reporter);
    return 0;
  }
}

function tellWhatIsLeft({ ageless, folders }: Clearable, reporter: Reporter): void {
  if (ageless > 0) {
    reporter.note(
      `left ${counted(ageless, 'conversation')} that can't be read, so that ${ageless === 1 ? 'its age is' : 'their ages are'} not known`,
    );
  }
  for (const path of folders) reporter.warn(`left ${path} alone: it is a folder`);
}

/** Asks somebody at a terminal; undefined where nobody is to be asked. Throws `usage` where the question could not be seen. */
async function confirmer(
  app: App,
  { yes }: ClearOptions,
): Promise<((question: string) => Promise<boolean>) | undefined> {
  if (yes || !app.runtime.stdin.isTTY) return undefined;
  if (!terminalOf(app)) {
    throw new CliError('usage', 'there is no terminal to ask on whether to delete', {
      hint: '`-y` deletes unasked',
    });
  }
  const { prompterOf } = await import('../shared/prompter-of.ts');
  return (await prompterOf(app)).confirm;
}

/** What is to be deleted, or was; undefined where there is nothing. */
function inWords(
  { conversations, damaged, typed }: Clearable,
  conversationsIn: (count: number) => string,
): string | undefined {
  const parts = [
    ...(conversations > 0 ? [conversationsIn(conversations)] : []),
    ...(damaged > 0 ? [counted(damaged, 'damaged file')] : []),
    ...(typed > 0 ? ['the input history'] : []),
  ];
  if (parts.length < 2) return parts[0];
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Which conversations are asked about. */
function conversationsOf({ olderThan }: ClearOptions): (count: number) => string {
  return (count) => {
    const number = counted(count, 'conversation');
    if (olderThan !== undefined) return `${number} older than ${olderThan}`;
    return count === 1 ? 'the one conversation' : `all ${number}`;
  };
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
