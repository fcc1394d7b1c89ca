import type { App } from '../../app.ts';
import type { Finding } from '../../conversation/ports.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { stringWidth } from '../../terminal/width.ts';
import { wrapFor } from '../../terminal/wrap-for.ts';
import { stylesFor } from '../shared/styles-for.ts';

/**
 * What a check has found. In a pipe a finding is a line: problem, file, what became of it, and what is known of it. On a
 * terminal the file stands whole, to be copied, and what is known of it below, broken at words.
 */
export async function findingsText(app: App, findings: readonly Finding[]): Promise<string> {
  const { stdout } = app.runtime;
  if (!stdout.isTTY) {
    const rows = findings.map(({ problem, file, state, detail }) => [problem, file, state, detail]);
    return rows.map((row) => `${row.map((cell) => sanitizeLine(cell)).join('\t')}\n`).join('');
  }
  const styles = stylesFor(app, stdout);
  const wrap = await wrapFor(stdout);
  const columns = stdout.columns || 80;
  const blocks = findings.map(({ problem, file, state, detail }) => {
    const title = `${problem}${state === 'mended' ? ', mended' : ''}:`;
    const path = sanitizeLine(file);
    const isOneLine = stringWidth(`${title} ${path}`) < columns;
    const about = wrap(`  ${sanitizeLine(detail)}`);
    return `${styles.bold(title)}${isOneLine ? ' ' : '\n  '}${path}\n${about}\n`;
  });
  return blocks.join('');
}
