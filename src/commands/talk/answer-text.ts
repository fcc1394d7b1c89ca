import type { App } from '../../app.ts';
import { sanitizeBlock } from '../../terminal/sanitize.ts';
import { colorsOn } from '../shared/styles-for.ts';
import type { Rendering } from './answer-view.ts';

/** Makes of a whole answer what is shown of it on standard output, ending in a newline unless it is empty. */
export async function answerText(
  app: App,
  rendering: Rendering,
  hyperlinks: boolean,
): Promise<(text: string) => string | Promise<string>> {
  if (rendering === 'raw') return ended;
  if (rendering === 'safe') return (text) => ended(sanitizeBlock(text));
  const { renderMarkdown, terminalAppearance } = await import('../../terminal/markdown/markdown-stream.ts');
  const { stdout, env } = app.runtime;
  const appearance = terminalAppearance(env, stdout.isTTY ?? false);
  const look = {
    ...appearance,
    colors: colorsOn(app, stdout),
    hyperlinks: hyperlinks && appearance.hyperlinks,
    columns: stdout.columns || 80,
  };
  return async (text) => ended(await renderMarkdown(text, look));
}

/** With a newline at the end, unless it is empty. */
function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
