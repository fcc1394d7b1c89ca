import type { Command, CommanderError } from 'commander';
import { CliError } from '../errors.ts';
import { parseFault } from './parse-fault.ts';
import { askHint, pathOf, unknownCommand } from './unknown-command.ts';

/**
 * Says in our words what commander could not parse: what is wrong, and what to type next. `word` stands where a
 * command should, when `error` does not know.
 */
export function usageError(
  error: CommanderError,
  program: Command,
  word = strayWord(error, namedCommand(program)),
): CliError {
  const command = namedCommand(program);
  if (word !== undefined) return unknownCommand(word, command);
  // Commander puts its suggestion, if it has one, on a line of its own.
  const [, suggestion] = error.message.split('\n');
  const message = parseFault(error, command);
  if (error.code === 'commander.unknownOption' && command.parent === null && !suggestion) {
    return new CliError('usage', message, {
      hint:
        unknownOption(command) === '-v'
          ? 'did you mean `ai-chat --version`?'
          : 'options of a command go behind it: `ai-chat ask --help`',
    });
  }
  if (error.code === 'commander.excessArguments' && command.name() === 'chat') {
    return new CliError('usage', 'chat takes no message', { hint: askHint(command.args) });
  }
  const hint = suggestion
    ? suggestion
        .replace(/^\((.*)\)$/, '$1')
        .replace(/^Did/, 'did')
        .replace(/--[\w-]+/g, '`$&`')
    : `\`${pathOf(command)} --help\` shows how`;
  return new CliError('usage', message, { hint });
}

/** The word behind `help` that is no command. */
export function wordWithoutHelp(program: Command): string | undefined {
  const [help, word] = program.args;
  if (help !== 'help' || word === undefined || word === 'help') return undefined;
  return program.commands.some((command) => command.name() === word) ? undefined : word;
}

/** The word that stands where a command of a group should. */
function strayWord(error: CommanderError, group: Command): string | undefined {
  if (error.code === 'commander.unknownCommand') return group.args[0];
  // A group's default command takes no arguments, so that what it is given was meant for a command.
  if (error.code !== 'commander.excessArguments' || group.commands.length === 0) return undefined;
  return group.commands.find(({ args }) => args.length > 0)?.args[0];
}

/** The option that `command` does not know: what commander could read no further than stands last in `args`. */
function unknownOption({ args }: Command): string | undefined {
  return args.find((word) => word.startsWith('-'));
}

/** The command that was named, as far as one was: commander has put what it read into `args`. */
function namedCommand(command: Command): Command {
  const child = command.commands.find((candidate) => candidate.name() === command.args[0]);
  return child ? namedCommand(child) : command;
}
