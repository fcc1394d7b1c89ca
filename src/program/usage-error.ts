import type { Command, CommanderError } from 'commander';
import { nearest } from '../conversation/nearest.ts';
import { CliError } from '../errors.ts';

/** Words of the user's are shown this long at most. */
const MAX_SHOWN = 60;

/** Says in our words what commander could not parse: what is wrong, and what to type next. */
export function usageError(error: CommanderError, argv: readonly string[], program: Command): CliError {
  const { command, rest } = resolve(program, argv);
  const path = pathOf(command);
  const word = rest.find((argument) => !argument.startsWith('-'));
  const isGroup = command.commands.length > 0;
  if (
    word !== undefined &&
    isGroup &&
    (error.code === 'commander.unknownCommand' || error.code === 'commander.excessArguments')
  ) {
    return unknownCommand(word, rest, command);
  }
  // Commander puts its suggestion, if it has one, on a line of its own.
  const [first = '', suggestion] = error.message.split('\n');
  const message = first.replace(/^error: /, '').replace(/\.$/, '');
  const hint = suggestion
    ? suggestion.replace(/^\((.*)\)$/, '$1').replace(/^Did/, 'did')
    : `\`${path} --help\` shows how`;
  return new CliError('usage', message, { hint });
}

function unknownCommand(word: string, rest: readonly string[], group: Command): CliError {
  const path = pathOf(group);
  const near = nearest(
    word,
    group.commands.map((command) => command.name()),
  );
  const message = `there is no command \`${shown(`${path} ${word}`)}\``;
  const question = rest.filter((argument) => !argument.startsWith('-'));
  const hints = near ? [`did you mean \`${path} ${near}\`?`] : [];
  if (group.parent === null && isLikeQuestion(question)) {
    hints.push(`to ask a question, type \`ai-chat ask "${shown(question.join(' '))}"\``);
  }
  if (hints.length > 0) return new CliError('usage', message, { hint: hints.join(' ') });
  return new CliError('usage', message, { hint: `\`${path} --help\` lists the commands` });
}

/** A quoted sentence, a question mark, or more words than a command with its argument has. */
function isLikeQuestion(words: readonly string[]): boolean {
  return words.length > 2 || words.some((word) => /[\s?]/.test(word));
}

/** The command that `argv` names, as far as it names one, and what stands behind it. */
function resolve(program: Command, argv: readonly string[]): { command: Command; rest: readonly string[] } {
  let command = program;
  let rest = argv;
  for (;;) {
    const at = rest.findIndex((argument) => !argument.startsWith('-'));
    const child = command.commands.find((candidate) => candidate.name() === rest[at]);
    if (!child) return { command, rest };
    command = child;
    rest = rest.slice(at + 1);
  }
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function shown(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text;
}
