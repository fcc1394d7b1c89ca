import type { App } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { conversationTable, summaryJson } from '../shared/conversation-table.ts';
import { print } from '../shared/print.ts';
import { printJson } from '../shared/print-json.ts';
import { stylesFor } from '../shared/styles-for.ts';

export interface ListOptions {
  readonly limit: string;
  readonly json: boolean;
  /** False: a long list is not shown a screen at a time. */
  readonly pager: boolean;
}

/** `ai-chat history list`. */
export async function run(options: ListOptions, app: App): Promise<number> {
  if (!/^\d{1,9}$/.test(options.limit)) {
    throw new CliError('usage', '--limit takes a whole number', {
      hint: 'for example `-n 50`; `-n 0` lists all',
    });
  }
  const store = await app.store();
  const { conversations, total, unreadable } = await store.list({ limit: Number(options.limit) });
  const { stdout, clock } = app.runtime;
  if (options.json) {
    await printJson(app, conversations.map(summaryJson));
  } else {
    const styles = stylesFor(app, stdout);
    const width = stdout.isTTY ? stdout.columns || 80 : undefined;
    if (conversations.length > 0) {
      const table = conversationTable(conversations, { width, styles, now: clock.now() });
      const code = await showTable(app, table, options.pager);
      if (code !== 0) return code;
    }
  }
  const { reporter } = await app.messages();
  if (total === 0) reporter.note('there are no conversations yet');
  else if (total > conversations.length) {
    reporter.note(`${total - conversations.length} more; \`ai-chat history list -n 0\` lists all`);
  }
  for (const { id, reason } of unreadable) {
    reporter.note(
      reason === 'newer version'
        ? `${id} was written by a newer ai-chat and is left alone`
        : `${id} can't be read and is left alone`,
    );
  }
  return 0;
}

async function showTable(app: App, table: string, pager: boolean): Promise<number> {
  if (!app.runtime.stdout.isTTY) {
    await print(app, table);
    return 0;
  }
  const { showLong } = await import('../shared/show-long.ts');
  return showLong(app, () => once(table), { pager });
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
