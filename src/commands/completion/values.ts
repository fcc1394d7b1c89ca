import { type CommandNode, isRepeatable, type OptionNode, optionsOf, subcommandsOf } from './command-tree.ts';
import type { Place } from './place.ts';
import type { Candidate } from './shell.ts';

/** A setting, as far as a completion needs to know it. */
export interface SettingWords {
  readonly name: string;
  /** What it is, in a few words; empty where none are known. */
  readonly about: string;
  /** The attribute that its flag is kept under; null without a flag. */
  readonly attribute: string | null;
  /** The only values that it takes; empty where there are others. */
  readonly choices: readonly string[];
}

/** What no command line says: the names of settings and of shells. */
export interface Vocabulary {
  readonly settings: readonly SettingWords[];
  readonly shells: readonly string[];
}

/** What can stand in a place: certain words, or what has to be looked up; `anything` is the user's own text. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly Candidate[] }
  | { readonly kind: 'file' | 'conversation' | 'session' | 'model' | 'anything' };

const ANYTHING: Values = { kind: 'anything' };

/** What can stand at `place`. Options and arguments are told apart by the names that the help gives to their values. */
export function valuesAt(place: Place, vocabulary: Vocabulary): Values {
  const { next, command, typed } = place;
  switch (next.kind) {
    case 'command':
      return words(namesOf(command));
    case 'option':
      return words(optionsAt(place));
    case 'option-value':
      return valuesOfOption(next.option, vocabulary);
    case 'operand':
      return valuesOfOperand(next.operand.name(), place, vocabulary);
    case 'nothing':
      // Only an option can come.
      return typed === '' && subcommandsOf(command).length === 0 ? words(optionsAt(place)) : ANYTHING;
  }
}

/** Those that were not given yet, the short ones too when a single dash asks for them. */
function optionsAt({ command, options, typed }: Place): readonly Candidate[] {
  const wantsShort = typed.startsWith('-') && !typed.startsWith('--');
  return optionsOf(command)
    .filter((option) => !options.has(option.attributeName()) || isRepeatable(option))
    .flatMap(({ short, long, description }) =>
      [wantsShort ? short : undefined, long]
        .filter((flag) => flag !== undefined)
        .map((value) => ({ value, description })),
    );
}

function valuesOfOption(option: OptionNode, { settings }: Vocabulary): Values {
  if (option.argChoices) return words(option.argChoices.map(plain));
  const setting = settings.find(({ attribute }) => attribute === option.attributeName());
  if (setting) return valuesOfSetting(setting);
  if (option.long === '--session') return { kind: 'session' };
  const [, valueName = ''] = /[<[]([\w-]+)/.exec(option.flags) ?? [];
  return valuesNamed(valueName);
}

function valuesOfOperand(name: string, place: Place, { settings, shells }: Vocabulary): Values {
  const { group, operands } = place;
  if (name === 'shell') return words(shells.map(plain));
  // `ai-chat help` takes the name of a command beside it.
  if (name === 'command' && group) return words(namesOf(group));
  if (group?.name() === 'config') {
    if (name === 'name')
      return words(settings.map(({ name, about }) => ({ value: name, description: about })));
    const setting = settings.find((candidate) => candidate.name === operands[0]);
    return setting ? valuesOfSetting(setting) : ANYTHING;
  }
  return valuesNamed(name);
}

function valuesOfSetting({ name, choices }: SettingWords): Values {
  return name === 'model' ? { kind: 'model' } : words(choices.map(plain));
}

function valuesNamed(name: string): Values {
  if (name === 'conversation') return { kind: 'conversation' };
  return name === 'file' || name === 'path' ? { kind: 'file' } : ANYTHING;
}

function namesOf(command: CommandNode): readonly Candidate[] {
  return subcommandsOf(command).map((child) => ({ value: child.name(), description: child.description() }));
}

function words(candidates: readonly Candidate[]): Values {
  return { kind: 'words', words: candidates };
}

function plain(value: string): Candidate {
  return { value, description: '' };
}
