import type { App } from '../../app.ts';
import type { OnProgress, SearchHit } from '../../conversation/ports.ts';
import { CliError, SIGNAL_EXIT_CODES } from '../../errors.ts';
import type { Style, Styles } from '../../terminal/colors.ts';
import { jsonText } from '../../terminal/json-text.ts';
import { createOutput } from '../../terminal/output.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { wrapFor } from '../../terminal/wrap-for.ts';
import { summaryJson, titleOf } from '../shared/conversation-table.ts';
import { untilInterrupted } from '../shared/interruption.ts';
import { withProgress } from '../shared/progress.ts';
import { stylesFor } from '../shared/styles-for.ts';

export interface SearchOptions {
  readonly text: string;
  readonly json: boolean;
  /** False: what was found is not shown a screen at a time. */
  readonly pager: boolean;
}

/** How much of a long line is shown before and behind what was found, in characters. */
const CONTEXT = 60;
const INDENT = '  ';
const WHITE_SPACE = /[ \n]/g;

/** `ai-chat history search`. In a pipe a match is a line: id, name or title, who said it, and the matching line. */
export async function run(options: SearchOptions, app: App): Promise<number> {
  if (options.text.trim() === '') {
    throw new CliError('usage', 'there is nothing to look for', {
      hint: 'for example `ai-chat history search lisbon`',
    });
  }
  const interruption = untilInterrupted(app.runtime.interrupts);
  const readerGone = new AbortController();
  const { stdout } = app.runtime;
  const output = createOutput(stdout, { onGone: () => readerGone.abort() });
  const styles = stylesFor(app, stdout);
  const wrap = await wrapFor(stdout);
  // What lays out a screen is not loaded for a pipe.
  const look = stdout.isTTY && { styles, wrap, ...(await import('../../terminal/find-text.ts')) };
  const hits: SearchHit[] = [];
  let found = 0;
  const store = await app.store();
  const signal = AbortSignal.any([interruption.signal, readerGone.signal]);
  let tell: OnProgress = () => {};
  async function* texts(): AsyncGenerator<string> {
    const onProgress: OnProgress = (done, total) => tell(done, total);
    for await (const hit of store.search(options.text, signal, onProgress)) {
      found += 1;
      if (options.json) hits.push(hit);
      else yield look ? block(hit, options.text, look) : lines(hit);
    }
  }
  const withSpinner = <T>(work: () => Promise<T>) =>
    withProgress(app, 'searching', (onProgress) => {
      tell = onProgress;
      return work();
    });
  const screens = stdout.isTTY && !options.json ? await import('../shared/show-long.ts') : undefined;
  let code = 0;
  if (screens?.canPage(app, options.pager)) {
    const text = screens.replayable(texts());
    const whileReading = async (read: () => Promise<boolean>) => {
      const isLong = await withSpinner(read);
      // In the pager, Ctrl-C is its affair.
      interruption.dispose();
      return isLong && !interruption.interrupt;
    };
    code = await screens.showLong(app, text, { pager: true, whileReading });
    readerGone.abort();
  } else {
    await withSpinner(async () => {
      for await (const text of texts()) await output.write(text);
      // What was found last is not to come after the spinner is gone.
      await output.flush();
    });
  }
  if (options.json) {
    await output.write(
      `${jsonText(
        hits.map(({ summary, lines }) => ({ ...summaryJson(summary), lines })),
        2,
      )}\n`,
    );
  }
  await output.end();
  interruption.dispose();
  if (interruption.interrupt) return SIGNAL_EXIT_CODES[interruption.interrupt];
  if (code !== 0) return code;
  if (found === 0 && !output.gone) (await app.messages()).reporter.note('nothing was found');
  return 0;
}

function lines({ summary, lines }: SearchHit): string {
  return lines
    .map(({ role, text }) => `${summary.id}\t${titleOf(summary)}\t${role}\t${sanitizeLine(text)}\n`)
    .join('');
}

interface Look extends Pick<typeof import('../../terminal/find-text.ts'), 'findText' | 'withContext'> {
  readonly styles: Styles;
  readonly wrap: (text: string) => string;
}

function block({ summary, lines }: SearchHit, wanted: string, look: Look): string {
  const { id } = summary;
  const { bold, dim } = look.styles;
  const head = look.wrap(`${titleOf(summary)} ${id}`);
  return `${bold(head.slice(0, -id.length))}${dim(id)}\n${lines.map(({ text }) => `${excerpt(text, wanted, look)}\n`).join('')}\n`;
}

/** The part of a line around its first match, which is marked. */
function excerpt(line: string, wanted: string, { styles, wrap, findText, withContext }: Look): string {
  const found = findText(line, wanted, 'first');
  if (!found) return wrap(INDENT + sanitizeLine(line, CONTEXT * 2));
  const { start, end } = found;
  const shown = withContext(line, found, CONTEXT);
  const before = sanitizeLine(`${shown.start > 0 ? '…' : ''}${line.slice(shown.start, start)}`);
  const match = sanitizeLine(line.slice(start, end));
  const after = sanitizeLine(`${line.slice(end, shown.end)}${shown.end < line.length ? '…' : ''}`);
  return mark(wrap(INDENT + before + match + after), before, match, styles.inverse);
}

/** Marks the match behind `before` in what these became when lines were broken: of characters, nothing but white space changed. */
function mark(wrapped: string, before: string, match: string, style: Style): string {
  const start = behind(wrapped, visible(before));
  const end = start + behind(wrapped.slice(start), visible(match));
  const marked = wrapped.slice(start, end).replace(/[^ \n](?:[^\n]*[^ \n])?/g, style);
  return wrapped.slice(0, start) + marked + wrapped.slice(end);
}

/** How many characters of `text` are no white space. */
function visible(text: string): number {
  return text.replace(WHITE_SPACE, '').length;
}

/** Where in `text` so many of them are over. */
function behind(text: string, count: number): number {
  let left = count;
  let at = 0;
  for (; left > 0 && at < text.length; at++) if (text[at] !== ' ' && text[at] !== '\n') left -= 1;
  return at;
}
