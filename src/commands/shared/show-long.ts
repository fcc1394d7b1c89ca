import type { App } from '../../app.ts';
import { SIGNAL_EXIT_CODES } from '../../errors.ts';
import { createOutput } from '../../terminal/output.ts';
import { rowsOf } from '../../terminal/rows.ts';
import { page, pagerOf } from './pager.ts';

/** A text, of which each iteration begins anew. Older pagers show a hyperlink as codes: it is better without them there. */
export type LongText = (options: { readonly hyperlinks: boolean }) => AsyncIterable<string>;

/** Ways to show a text that may be long. */
export interface Showing {
  /** False: never a screen at a time. */
  readonly pager: boolean;
  /** Around what takes its time before anything can be seen: finding out whether the text is long. */
  readonly whileReading?: (read: () => Promise<boolean>) => Promise<boolean>;
}

/** Whether standard output is a terminal that has a pager, which its user wants. */
export function canPage(app: App, wanted: boolean): boolean {
  return wanted && app.runtime.stdout.isTTY && pagerOf(app.runtime) !== undefined;
}

/**
 * Writes `text` to standard output, a screen at a time through the pager where it is a terminal's and longer than its screen.
 * Gives the exit code.
 */
export async function showLong(app: App, text: LongText, showing: Showing): Promise<number> {
  const { stdout } = app.runtime;
  const whole = () => text({ hyperlinks: true });
  const pager = showing.pager && stdout.isTTY ? pagerOf(app.runtime) : undefined;
  const { whileReading = (read) => read() } = showing;
  if (!pager || !(await whileReading(() => isLong(whole(), stdout)))) return write(app, whole());
  const { missing, interrupt } = await page(app, pager, text({ hyperlinks: false }));
  if (interrupt) return SIGNAL_EXIT_CODES[interrupt];
  if (!missing) return 0;
  if (pager.isChosen) {
    (await app.messages()).reporter.warn(
      `the pager \`${pager.command}\` could not be started`,
      'set $PAGER to your pager, or to cat',
    );
  }
  return write(app, whole());
}

/** What comes but once, for {@link showLong}: pieces are kept, and read no sooner than they are needed. */
export function replayable(source: AsyncIterable<string>): LongText {
  const pieces: string[] = [];
  const rest = source[Symbol.asyncIterator]();
  return async function* () {
    for (let at = 0; ; at += 1) {
      if (at === pieces.length) {
        const next = await rest.next();
        if (next.done) return;
        pieces.push(next.value);
      }
      yield pieces[at] ?? '';
    }
  };
}

/** Whether `text` is longer than the screen, on which the prompt needs a row. Looks no further than it has to. */
async function isLong(text: AsyncIterable<string>, stdout: NodeJS.WriteStream): Promise<boolean> {
  let rows = 0;
  for await (const piece of text) {
    rows += rowsOf(piece, stdout.columns || 80);
    if (rows >= (stdout.rows || 24)) return true;
  }
  return false;
}

async function write(app: App, text: AsyncIterable<string>): Promise<number> {
  const output = createOutput(app.runtime.stdout, { onGone: () => {} });
  for await (const piece of text) {
    await output.write(piece);
    if (output.gone) break;
  }
  await output.end();
  return 0;
}
