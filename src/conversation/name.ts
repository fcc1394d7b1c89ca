import { CliError } from '../errors.ts';

const NAME = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives `name` back, or throws a `usage` {@link CliError} that says what a conversation may be called. */
export function checkName(name: string): string {
  if (NAME.test(name) && name !== 'last' && name !== '.' && name !== '..') return name;
  const why =
    name === 'last' || name === '.' || name === '..'
      ? `a conversation can't be called “${name}”`
      : 'that name is not one that a conversation can have';
  throw new CliError('usage', why, {
    hint: 'a name is 1 to 64 letters (a–z), digits, dots, underscores and dashes, for example `trip-2026`',
  });
}
