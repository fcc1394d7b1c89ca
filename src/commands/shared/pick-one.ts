import type { App } from '../../app.ts';
import type { Picked, PickItem, PreviewPart } from '../../terminal/picker/picker.ts';
import type { Prompter } from '../../terminal/prompt.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { untilInterrupted } from './interruption.ts';
import { stylesFor } from './styles-for.ts';
import { terminalOf } from './terminal-of.ts';

/** Who is asked. */
export interface Asked {
  say(text: string): void;
  /** Not there where there is nobody to ask. */
  readonly prompter?: Prompter | undefined;
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
  /** Why a number that stands before no item, or what looks like a command, is no name either; undefined where it is one. */
  whyNoName(answer: string): Promise<string | undefined>;
}

/** Characters of what fits nothing, where that is said. */
const SHOWN_OF_QUERY = 40;
/** What somebody means as one of the numbers of a list, be it in there or not. */
const NUMBER = /^-?\d[\d.]*$/;
/** What somebody means as a command of a chat, who takes the question for its prompt. */
const COMMAND = /^\/[a-z]+(?!\S)/;
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
  const { env, job, interrupts } = app.runtime;
  const { pick } = await import('../../terminal/picker/picker.ts');
  const interruption = untilInterrupted(interrupts);
  const keyboard = await app.keyboard();
  const picked: Picked<T> = await pick({
    items,
    preview,
    keyboard,
    output,
    env,
    job,
    styles: stylesFor(app, output),
    signal: interruption.signal,
  }).finally(interruption.dispose);
  if (picked.type === 'picked') return { value: picked.item.value };
  if (picked.type === 'back' && picked.typedAhead !== undefined && keyboard.isHeld) {
    keyboard.giveBack(picked.typedAhead);
    other.say(
      `nothing fits “${sanitizeLine(picked.typedAhead, SHOWN_OF_QUERY)}”; it stands in the next line`,
    );
  }
  return picked.type === 'interrupt' ? 'interrupt' : undefined;
}

async function nameOne(
  { say, prompter }: Asked,
  { items, question, whyNoName }: Choices<Pickable>,
): Promise<{ readonly value: string } | undefined> {
  const listed = items.slice(0, LISTED);
  const lines = listed.map(({ label, detail }, at) => {
    const behind = detail === '' ? '' : ` (${sanitizeLine(detail)})`;
    return `${String(at + 1).padStart(3)}  ${sanitizeLine(label)}${behind}`;
  });
  if (items.length > LISTED) lines.push(`     and ${items.length - LISTED} more`);
  say(lines.join('\n'));
  for (;;) {
    const reply = await prompter?.ask(question);
    const answer = reply?.type === 'line' ? reply.text.trim() : '';
    if (answer === '') return undefined;
    const item = /^\d+$/.test(answer) ? listed[Number(answer) - 1] : undefined;
    if (item) return { value: item.value };
    const meant = NUMBER.test(answer) ? `number ${answer}` : COMMAND.exec(answer)?.[0];
    const why = meant === undefined ? undefined : await whyNoName(answer);
    if (why === undefined) return { value: answer };
    say(`there is no ${meant} in this list, and ${why}; Enter alone leaves it`);
  }
}
