import type { Argument, Command, Help, Option } from 'commander';
import type { HelpGroup } from '../../settings/table.ts';
import { pathOf } from '../unknown-command.ts';
import { examplesOf } from './examples.ts';
import { explain } from './explain.ts';
import { columns, paragraph, type Term } from './layout.ts';

/** The headings of options, in their order. */
const OPTION_GROUPS = [
  'Options',
  'Conversation',
  'Input',
  'Output',
  'Model and server',
  'General',
] as const satisfies readonly (HelpGroup | 'Options' | 'General')[];

/** What `--help` prints for `command` in a window of `width` columns. */
export function formatHelp(command: Command, width: number): string {
  const help = command.createHelp();
  const sections: [heading: string, terms: readonly Term[]][] = [
    ...commandGroups(command),
    ['Arguments', argumentsOf(command)],
    ...OPTION_GROUPS.map((group): [string, Term[]] => [group, optionsIn(group, command, help)]),
  ];
  const told = sections.filter(([, terms]) => terms.length > 0);
  // One width for all, so that the eye finds one column.
  const longest = Math.max(...told.flatMap(([, terms]) => terms.map(([term]) => term.length)));
  const parts = [
    paragraph(`Usage: ${usageOf(command)}`, width, 7),
    paragraph(command.description(), width),
    ...told.map(([heading, terms]) => `${heading}:\n${columns(terms, width, longest)}`),
    examples(pathOf(command), width),
    ...(command.commands.length > 0
      ? [paragraph(`${pathOf(command)} COMMAND --help says more.`, width)]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** `ai-chat history show [options] <conversation>` */
function usageOf(command: Command): string {
  const what =
    command.commands.length > 0 ? ['[command]'] : argumentsShown(command).map((argument) => termOf(argument));
  return [pathOf(command), '[options]', ...what].join(' ');
}

/** One without a description is no affair of the user's. */
function argumentsShown(command: Command): readonly Argument[] {
  return command.registeredArguments.filter(({ description }) => description !== '');
}

function argumentsOf(command: Command): readonly Term[] {
  return argumentsShown(command).map((argument) => [termOf(argument), argument.description]);
}

function termOf(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function optionsIn(group: (typeof OPTION_GROUPS)[number], command: Command, help: Help): Term[] {
  const own = help.visibleOptions(command).filter((option) => groupOf(option, command) === group);
  const globals = help.visibleGlobalOptions(command).filter(({ long }) => long !== '--version');
  const shown = group === 'General' ? [...globals, ...own] : own;
  return shown.map((option) => [help.optionTerm(option), explanationOf(option)]);
}

function explanationOf({ description, argChoices: choices, defaultValue }: Option): string {
  return explain({
    help: description,
    ...(choices && { choices }),
    // A flag that takes something away has `true` for a default.
    ...(typeof defaultValue === 'string' && { initial: defaultValue }),
  });
}

function groupOf(option: Option, command: Command): string {
  const isGeneral = option.long === '--help' || command.parent === null;
  return isGeneral ? 'General' : (option.helpGroupHeading ?? 'Options');
}

/** The commands under `command`, by their group; but not commander's own `help`. */
function commandGroups(command: Command): [heading: string, terms: Term[]][] {
  const groups = new Map<string, Term[]>();
  for (const child of command.commands) {
    const terms = groups.get(child.helpGroup()) ?? [];
    const what = child.commands.length > 0 ? '<command>' : argumentsShown(child).map(termOf).join(' ');
    terms.push([`${child.name()} ${what}`.trimEnd(), firstSentence(child.description())]);
    groups.set(child.helpGroup(), terms);
  }
  return [...groups];
}

function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}

/** What each is for behind it, in one column, where all of them leave room for that; else above. */
function examples(path: string, width: number): string {
  const all = examplesOf(path);
  const told = all.filter(([, says]) => says !== undefined);
  const longest = Math.max(...told.map(([command]) => command.length));
  const fits = told.every(([, says = '']) => longest + says.length + 8 <= width);
  const lines = all.flatMap(([command, says]) => {
    if (says === undefined) return [`  $ ${command}`];
    if (fits) return [`  $ ${command.padEnd(longest)}  # ${says}`];
    return [`  ${paragraph(`# ${says}`, width - 2, 4)}`, `  $ ${command}`];
  });
  return `${all.length === 1 ? 'Example' : 'Examples'}:\n${lines.join('\n')}`;
}
