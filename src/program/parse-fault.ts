import type { Command, CommanderError, Option } from 'commander';
import { pathOf } from './unknown-command.ts';

/** What is wrong, in our words, where commander could not parse what stands behind `command`. */
export function parseFault(error: CommanderError, command: Command): string {
  // What stands between its quotation marks; commander tells it in no other way.
  const said = error.message.replace(/^error: /, '').split('\n')[0] ?? '';
  const option = (flags: string | undefined) => command.options.find((each) => each.flags === flags);
  const path = `\`${pathOf(command)}\``;
  switch (error.code) {
    case 'commander.unknownOption':
      // What somebody means to give an option that there is not may be a key.
      return `there is no option ${between(said).replace(/=.*$/s, '=…')}`;
    case 'commander.missingArgument':
      return `${path} needs ${withArticle(between(said))}`;
    case 'commander.optionMissingArgument': {
      const flags = between(said);
      return `${nameOf(option(flags), flags)} needs ${withArticle(/<(.+)>/.exec(flags)?.[1] ?? 'value')}`;
    }
    case 'commander.conflictingOption': {
      const [one = '', other = ''] = said.split(' cannot be used with ').map(between);
      return `${nameOf(option(one), one)} does not go with ${nameOf(option(other), other)}`;
    }
    case 'commander.excessArguments': {
      const most = command.registeredArguments.length;
      return `${path} takes ${most === 0 ? 'no arguments' : `${most} argument${most === 1 ? '' : 's'}`}`;
    }
    case 'commander.invalidArgument': {
      const wrong = command.options.find(
        (each) => each.argChoices && said.startsWith(`option '${each.flags}' `),
      );
      if (!wrong?.argChoices) return said;
      const given = between(
        said.slice(`option '${wrong.flags}' argument `.length).replace(/ is invalid\..*$/s, ''),
      );
      return `${nameOf(wrong, wrong.flags)} must be ${listed(wrong.argChoices)}, not “${given}”`;
    }
    default:
      return said.replace(/\.$/, '');
  }
}

function between(text: string): string {
  return /'(.*)'/s.exec(text)?.[1] ?? text;
}

/** None of the names of values begins with a vowel that is spoken as a consonant, but `url`. */
function withArticle(noun: string): string {
  return `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function nameOf(option: Option | undefined, flags: string): string {
  return option?.long ?? flags;
}

function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1)].filter((part) => part !== '').join(' or ');
}
