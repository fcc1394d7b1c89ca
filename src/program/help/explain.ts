import type { OptionSpec } from '../command-spec.ts';

/** What an option is for, with what it takes and what it is without: `how to write it (md, html or json; default: md)`. */
export function explain({
  help,
  choices,
  initial,
}: Pick<OptionSpec, 'help' | 'choices' | 'initial'>): string {
  const notes = [
    ...(choices ? [choices.join(', ').replace(/, (?=[^,]*$)/, ' or ')] : []),
    ...(initial === undefined ? [] : [`default: ${initial}`]),
  ];
  return notes.length > 0 ? `${help} (${notes.join('; ')})` : help;
}
