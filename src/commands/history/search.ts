import type { App } from '../../app.ts';
import type { SearchHit } from '../../conversation/ports.ts';
import { CliError, SIGNAL_EXIT_CODES } from '../../errors.ts';
import { colorEnabled, createStyles, type Styles } from '../../terminal/colors.ts';
import { jsonText } from '../../terminal/json-text.ts';
import { createOutput } from '../../terminal/output.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { summaryJson, titleOf } from '../shared/conversation-table.ts';
import { untilInterrupted } from '../shared/interruption.ts';
import { withProgress } from '../shared/progress.ts';

export interface SearchOptions {
  readonly text: string;
  readonly json: boolean;
}

/** How much of a long line is shown before and behind what was found, in characters. */
const CONTEXT = 60;

/** `ai-chat history search`. In a pipe a match is a line: id, name or title, who said it, and the matching line. */
export async function run(options: SearchOptions, app: App): Promise<number> {
  if (options.text.trim() === '') {
    throw new CliError('usage', 'there is nothing to look for', {
      hint: 'for example `ai-chat history search lisbon`',
    });
  }
  const interruption = untilInterrupted(app.runtime.interrupts);
  const readerGone = new AbortController();
  const { stdout, env } = app.runtime;
  const output = createOutput(stdout, { onGone: () => readerGone.abort() });
  const styles = createStyles(colorEnabled({ flag: app.options.color, env, isTTY: stdout.isTTY ?? false }));
  const hits: SearchHit[] = [];
  let found = 0;
  const store = await app.store();
  const signal = AbortSignal.any([interruption.signal, readerGone.signal]);
  await withProgress(app, 'searching', async (onProgress) => {
    for await (const hit of store.search(options.text, signal, onProgress)) {
      found += 1;
      if (options.json) hits.push(hit);
      else await output.write(stdout.isTTY ? block(hit, options.text, styles) : lines(hit));
    }
    // What was found last is not to come after the spinner is gone.
    await output.flush();
  });
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
  if (found === 0 && !output.gone) (await app.messages()).reporter.note('nothing was found');
  return 0;
}

function lines({ summary, lines }: SearchHit): string {
  return lines
    .map(({ role, text }) => `${summary.id}\t${titleOf(summary)}\t${role}\t${sanitizeLine(text)}\n`)
    .join('');
}

function block({ summary, lines }: SearchHit, wanted: string, styles: Styles): string {
  const head = `${styles.bold(titleOf(summary))} ${styles.dim(summary.id)}\n`;
  return `${head}${lines.map(({ text }) => `  ${excerpt(text, wanted, styles)}\n`).join('')}\n`;
}

/** The part of a line around its first match, which is marked. */
function excerpt(line: string, wanted: string, styles: Styles): string {
  // Lower case may be longer or shorter than the text itself; then nothing is marked rather than the wrong thing.
  const lower = line.toLowerCase();
  const at = lower.length === line.length ? lower.indexOf(wanted.toLowerCase()) : -1;
  if (at < 0) return sanitizeLine(line, CONTEXT * 2);
  const from = Math.max(0, at - CONTEXT);
  const end = at + wanted.length;
  const before = `${from > 0 ? '…' : ''}${line.slice(from, at)}`;
  const after = `${line.slice(end, end + CONTEXT)}${end + CONTEXT < line.length ? '…' : ''}`;
  return `${sanitizeLine(before)}${styles.inverse(sanitizeLine(line.slice(at, end)))}${sanitizeLine(after)}`;
}
