import { SETTINGS } from '../settings/table.ts';

const FLAG = '--markdown';
const VALUES: readonly string[] = SETTINGS.markdown.choices ?? [];

/**
 * The arguments with the value that a bare `--markdown` has. Commander would take the word behind it for one, and in
 * `ask --markdown "How far is the moon?"` that is the question.
 */
export function withMarkdownValue(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const flags = end === -1 ? argv.length : end;
  return argv.map((argument, at) =>
    argument === FLAG && at < flags && !VALUES.includes(argv[at + 1] ?? '') ? `${FLAG}=always` : argument,
  );
}
