import type { App } from '../../app.ts';
import { colorEnabled, createStyles } from '../../terminal/colors.ts';
import type { Picked, PickItem, PreviewPart } from '../../terminal/picker/picker.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { untilInterrupted } from './interruption.ts';
import { terminalOf } from './terminal-of.ts';

/** Who is asked. */
export interface Asked {
  say(text: string): void;
  /** Undefined where nothing was given; not there where there is nobody. */
  ask?(question: string): Promise<string | undefined>;
  /** Lets `use` have the terminal; not there where nobody else has it. */
  lendTerminal?<T>(use: () => Promise<T>): Promise<T>;
}

/** One thing that can be picked: `value` is what is meant by it. */
export interface Pickable extends PickItem {
  readonly value: string;
}

export interface Choices<T extends Pickable> {
  readonly items: readonly T[];
  /** What is said of an item; asked for when the selection rests on it. */
  preview?(item: T): Promise<readonly PreviewPart[]>;
  /** Asked where the terminal can no more than lines. What is answered may be no item's. */
  readonly question: string;
  /** Whether a number that stands before no item may be meant as a name all the same. */
  isName(number: string): boolean;
}

/** How many are listed where there is no more than lines. */
const LISTED = 20;

/**
 * Lets somebody at a terminal pick one of many, or name it where the terminal can no more than lines. Gives its value, or
 * what was named; undefined when none was, `interrupt` after Ctrl-C or a signal.
 */
export async function pickOne<T extends Pickable>(
  app: App,
  other: Asked,
  choices: Choices<T>,
): Promise<{ readonly value: string } | 'interrupt' | undefined> {
  // On some terminals there is no more than lines.
  const output = app.runtime.env.TERM === 'dumb' ? undefined : terminalOf(app);
  if (!output) return nameOne(other, choices);
  const { items, preview } = choices;
  const { stdin, env, job, interrupts } = app.runtime;
  const { pick } = await import('../../terminal/picker/picker.ts');
  const interruption = untilInterrupted(interrupts);
  const lend = other.lendTerminal ?? ((use) => use());
  const picked: Picked<T> = await lend(() =>
    pick({
      items,
      preview,
      stdin,
      output,
      env,
      job,
      styles: createStyles(colorEnabled({ flag: app.options.color, env, isTTY: true })),
      signal: interruption.signal,
    }),
  ).finally(interruption.dispose);
  if (picked.type === 'picked') return { value: picked.item.value };
  return picked.type === 'interrupt' ? 'interrupt' : undefined;
}

async function nameOne(
  { say, ask }: Asked,
  { items, question, isName }: Choices<Pickable>,
): Promise<{ readonly value: string } | undefined> {
  const listed = items.slice(0, LISTED);
  const lines = listed.map(({ label, detail }, at) => {
    const behind = detail === '' ? '' : ` (${sanitizeLine(detail)})`;
    return `${String(at + 1).padStart(3)}  ${sanitizeLine(label)}${behind}`;
  });
  if (items.length > LISTED) lines.push(`     and ${items.length - LISTED} more`);
  say(lines.join('\n'));
  for (;;) {
    const answer = (await ask?.(question))?.trim();
    if (!answer) return undefined;
    const item = /^\d+$/.test(answer) ? listed[Number(answer) - 1] : undefined;
    if (item) return { value: item.value };
    if (Number.isNaN(Number(answer)) || isName(answer)) return { value: answer };
    say(`there is no number ${answer} in this list`);
  }
}
