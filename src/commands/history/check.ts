import type { App } from '../../app.ts';
import { counted } from '../../conversation/counted.ts';
import type { CheckReport } from '../../conversation/ports.ts';
import { EXIT_CODES } from '../../errors.ts';
import { print } from '../shared/print.ts';
import { printJson } from '../shared/print-json.ts';
import { withProgress } from '../shared/progress.ts';
import { findingsText } from './findings-text.ts';
import { isOpen, remediesFor } from './remedies.ts';

export interface CheckOptions {
  readonly repair: boolean;
  readonly json: boolean;
}

/** `ai-chat history check`. What is left to do is said on standard error, however the findings are shown. */
export async function run({ repair, json }: CheckOptions, app: App): Promise<number> {
  const store = await app.store();
  const report = await withProgress(app, 'checking', (onProgress) => store.check({ repair, onProgress }));
  const { findings } = report;
  if (json) await printJson(app, shown(report));
  else if (findings.length > 0) await print(app, await findingsText(app, findings));
  const { reporter } = await app.messages();
  reporter.note(`${counted(report.conversations, 'conversation')}, ${counted(report.messages, 'message')}`);
  const mended = findings.filter(({ state }) => state === 'mended').length;
  if (mended > 0) reporter.note(`mended ${counted(mended, 'problem')}`);
  const open = findings.filter(isOpen);
  if (open.length === 0) return 0;
  const place = { configDir: await app.configDir(), obstacle: report.obstacle };
  for (const { what, hint } of remediesFor(open, place)) reporter.warn(what, hint);
  return EXIT_CODES.usage;
}

function shown({ conversations, messages, findings }: CheckReport) {
  return {
    conversations,
    messages,
    findings: findings.map(({ problem, file, detail, state }) => ({ problem, file, detail, state })),
  };
}
