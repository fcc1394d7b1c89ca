import type { App } from '../../app.ts';
import { counted } from '../../conversation/counted.ts';
import type { CheckReport } from '../../conversation/ports.ts';
import { EXIT_CODES } from '../../errors.ts';
import { colorEnabled, createStyles } from '../../terminal/colors.ts';
import { jsonText } from '../../terminal/json-text.ts';
import { renderTable } from '../../terminal/table.ts';
import { print } from '../shared/print.ts';
import { withProgress } from '../shared/progress.ts';

export interface CheckOptions {
  readonly repair: boolean;
  readonly json: boolean;
}

/** `ai-chat history check`. In a pipe a finding is a line: problem, file, what became of it, and what is known of it. */
export async function run({ repair, json }: CheckOptions, app: App): Promise<number> {
  const store = await app.store();
  const report = await withProgress(app, 'checking', (onProgress) => store.check({ repair, onProgress }));
  const { findings } = report;
  if (json) await print(app, `${jsonText(report, 2)}\n`);
  else if (findings.length > 0) await print(app, table(report, app));
  const { reporter } = await app.messages();
  reporter.note(`${counted(report.conversations, 'conversation')}, ${counted(report.messages, 'message')}`);
  const open = findings.filter(({ state }) => state === 'open').length;
  const mended = findings.filter(({ state }) => state === 'mended').length;
  if (mended > 0) reporter.note(`mended ${counted(mended, 'problem')}`);
  if (open === 0) return 0;
  const hint = repair ? 'what is left has to be looked at by you' : 'mend it: ai-chat history check --repair';
  reporter.warn(`${counted(open, 'problem')} not mended`, hint);
  return EXIT_CODES.usage;
}

function table({ findings }: CheckReport, { runtime, options }: App): string {
  const { stdout, env } = runtime;
  const styles = createStyles(colorEnabled({ flag: options.color, env, isTTY: stdout.isTTY ?? false }));
  const width = stdout.isTTY ? stdout.columns || 80 : undefined;
  return renderTable(
    [{ title: 'PROBLEM' }, { title: 'FILE', flexible: true }, { title: 'STATE' }, { title: 'WHAT' }],
    findings.map(({ problem, file, state, detail }) => [problem, file, state, detail]),
    { width, styles },
  );
}
