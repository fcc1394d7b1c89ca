import type { App } from '../../app.ts';
import { createOutput } from '../../terminal/output.ts';

/** Writes data to standard output. A reader that goes away is no error. */
export async function print(app: App, text: string): Promise<void> {
  const output = createOutput(app.runtime.stdout, { onGone: () => {} });
  await output.write(text);
  await output.end();
}
