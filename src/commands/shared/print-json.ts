import type { App } from '../../app.ts';
import { jsonText } from '../../terminal/json-text.ts';
import { print } from './print.ts';

/** Writes `value` as JSON to standard output. */
export function printJson(app: App, value: unknown): Promise<void> {
  return print(app, `${jsonText(value, 2)}\n`);
}
