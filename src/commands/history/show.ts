import type { App, FlagValues, Settings } from '../../app.ts';
import { SIGNAL_EXIT_CODES } from '../../errors.ts';
import { jsonText } from '../../terminal/json-text.ts';
import { createOutput } from '../../terminal/output.ts';
import { rowsOf } from '../../terminal/rows.ts';
import { page, pagerOf } from '../shared/pager.ts';
import { print } from '../shared/print.ts';
import { renderingOf } from '../talk/answer-view.ts';
import { transcriptOf } from './transcript.ts';
import { wantedConversation } from './wanted.ts';

export interface ShowOptions {
  /** Undefined: one is picked, on a terminal. */
  readonly conversation: string | undefined;
  readonly json: boolean;
  /** False: a long conversation is not shown a screen at a time. */
  readonly pager: boolean;
  readonly settings: FlagValues;
}

/** `ai-chat history show`. */
export async function run(options: ShowOptions, app: App): Promise<number> {
  const store = await app.store();
  let read: Promise<Settings> | undefined;
  const settings = () => {
    read ??= app.settings(options.settings);
    return read;
  };
  const wanted = await wantedConversation(app, options.conversation, settings);
  if ('exitCode' in wanted) return wanted.exitCode;
  const conversation = await store.load((await store.find(wanted.reference)).id);
  if (options.json) {
    await print(app, `${jsonText(conversation, 2)}\n`);
    return 0;
  }
  const rendering = renderingOf(app, await settings(), true);
  const { stdout } = app.runtime;
  const whole = () => transcriptOf(app, conversation, { rendering, hyperlinks: true });
  const pager = options.pager && stdout.isTTY ? pagerOf(app.runtime) : undefined;
  if (!pager || !(await isLong(whole(), stdout))) return write(app, whole());
  // Older pagers show a hyperlink as codes.
  const text = transcriptOf(app, conversation, { rendering, hyperlinks: false });
  const { missing, interrupt } = await page(app, pager, text);
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
