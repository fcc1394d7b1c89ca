import type { Command } from 'commander';
import { nearest } from '../conversation/nearest.ts';
import { CliError } from '../errors.ts';
import { SETTING_NAMES } from '../settings/table.ts';

/** Words of the user's are shown this long at most. */
const MAX_SHOWN = 60;

/** Says that `group` has no command `word`, and what may have been meant: a command, an option, a question. */
export function unknownCommand(word: string, group: Command): CliError {
  const path = pathOf(group);
  const meant = commandsMeant(word, group);
  const hints = meant.length > 0 ? [`did you mean ${meant.map((each) => `\`${each}\``).join(' or ')}?`] : [];
  const words = group.args.filter((argument) => !argument.startsWith('-'));
  const asks = isLikeQuestion(words);
  // Where no command was meant, anything may be a question.
  if (group.parent === null && (asks || meant.length === 0)) hints.push(askHint(words));
  if (meant.length === 0 && group.name() === 'history')
    hints.push(`\`${path} show ${shown(word)}\` shows a conversation of that name`);
  if (meant.length === 0 && !(group.parent === null && asks))
    hints.push(`\`${path} --help\` lists the commands`);
  return new CliError('usage', `there is no command \`${shown(`${path} ${word}`)}\``, {
    hint: hints.join(meant.length === 0 ? '; ' : ' '),
  });
}

/** How to ask what was typed. */
export function askHint(words: readonly string[]): string {
  const question = shown(words.join(' '));
  // What a shell would make something of between double quotes, unless a quote ends the other ones.
  const quote = /["$`\\!]/.test(question) && !question.includes("'") ? "'" : '"';
  return `to ask a question, type \`ai-chat ask ${quote}${question}${quote}\``;
}

/** `ai-chat history show` */
export function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

/**
 * What to type instead: the command of that name in another group, the option, what does something with a setting of that
 * name, or the command whose name is nearest.
 */
function commandsMeant(word: string, group: Command): readonly string[] {
  const below = group.commands.flatMap((child) => child.commands).filter((child) => child.name() === word);
  if (below.length > 0) return below.map(pathOf);
  if (group.options.some(({ long }) => long === `--${word}`)) return [`${pathOf(group)} --${word}`];
  if (group.name() === 'config' && SETTING_NAMES.some((name) => name === word)) {
    return group.args.length > 1
      ? [`${pathOf(group)} set ${word}${word === 'apiKey' ? '' : ' VALUE'}`]
      : [`${pathOf(group)} get ${word}`];
  }
  if (group.name() === 'history' && word === 'last') return [`${pathOf(group)} show last`];
  const near = nearest(
    word,
    group.commands.map((command) => command.name()),
  );
  return near ? [`${pathOf(group)} ${near}`] : [];
}

/** A quoted sentence, a question mark, or more words than a command with its argument has. */
function isLikeQuestion(words: readonly string[]): boolean {
  return words.length > 2 || words.some((word) => /[\s?]/.test(word));
}

function shown(text: string): string {
  // The cut may have halved a character.
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}
