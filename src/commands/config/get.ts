import type { App, FlagValues } from '../../app.ts';
import { sanitizeBlock } from '../../terminal/sanitize.ts';
import { print } from '../shared/print.ts';

export interface GetOptions {
  readonly name: string;
  readonly settings: FlagValues;
}

/** `ai-chat config get`: the value alone; nothing where there is none. */
export async function run({ name, settings: flags }: GetOptions, app: App): Promise<number> {
  const settings = await app.settings(flags);
  const { value, problem } = settings.row(name);
  if (problem) throw problem;
  if (value === null) {
    (await app.messages()).reporter.note(`${name} is not set`);
    return 0;
  }
  const text = String(value);
  await print(app, `${app.runtime.stdout.isTTY ? sanitizeBlock(text) : text}\n`);
  return 0;
}
