import { SETTINGS } from './table.ts';

/** One row of the README's table of settings: its cells, in Markdown. */
export interface ReadmeRow {
  readonly setting: string;
  readonly flag: string;
  readonly env: string;
  readonly default: string;
}

/** The README's table of settings, row by row. */
export function settingsTable(): readonly ReadmeRow[] {
  return Object.values(SETTINGS).map(({ name, options, env, default: fallback, readme }) => ({
    setting: code(name) + (readme?.about ? ` (${readme.about})` : ''),
    // The flag without what follows it: `-m, --model <name>` is `-m, --model` there.
    flag: readme?.flag ?? options.map(({ flags }) => code(flags.replace(/ <.*/, ''))).join(', '),
    env: env === null ? '' : code(env),
    default: readme?.default ?? (typeof fallback === 'number' ? String(fallback) : code(fallback ?? '')),
  }));
}

function code(text: string): string {
  return `\`${text}\``;
}
