import type { App, FlagValues } from '../../app.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { renderTable } from '../../terminal/table.ts';
import { print } from '../shared/print.ts';
import { printJson } from '../shared/print-json.ts';
import { stylesFor } from '../shared/styles-for.ts';

export interface ListOptions {
  readonly json: boolean;
  readonly settings: FlagValues;
}

/** `ai-chat config list`. A bad value is shown as one, and is no error here. */
export async function run(options: ListOptions, app: App): Promise<number> {
  const settings = await app.settings(options.settings);
  const rows = settings.list();
  if (options.json) {
    const shown = rows.map(({ name, value, source, problem, note }) => ({
      name,
      value,
      source,
      problem: problem?.message ?? null,
      note,
    }));
    await printJson(app, shown);
    return 0;
  }
  const { stdout } = app.runtime;
  const styles = stylesFor(app, stdout);
  const cells = rows.map(({ name, value, source, problem, note }) => [
    name,
    problem
      ? `invalid: ${sanitizeLine(problem.message)}`
      : value === null
        ? '(not set)'
        : sanitizeLine(String(value)),
    sanitizeLine(note ? `${source}, ${note}` : source),
  ]);
  const columns = [
    { title: 'SETTING' },
    { title: 'VALUE', flexible: true },
    { title: 'SOURCE', style: styles.dim },
  ];
  await print(
    app,
    renderTable(columns, cells, { width: stdout.isTTY ? stdout.columns || 80 : undefined, styles }),
  );
  return 0;
}
