import { Command, Option } from 'commander';
import { optionsFor } from '../settings/table.ts';
import type { CommandSpec, Flags, GroupSpec } from './command-spec.ts';
import { COMMANDS, DESCRIPTION, GLOBAL_OPTIONS, HELP_OPTION, VERSION_OPTION } from './commands.ts';

/** Runs a command that was named. */
export type Act = (spec: CommandSpec, args: readonly unknown[], flags: Flags) => Promise<void>;

/**
 * The command line, built from the table of commands. One that is not `isNeeded` is known by its name alone. Prints
 * nothing: whatever there is to say is thrown as a `CommanderError`.
 */
export function createProgram(isNeeded: (name: string) => boolean, act: Act): Command {
  const silent = () => {};
  const program = new Command('ai-chat')
    .description(DESCRIPTION)
    .version(__VERSION__, VERSION_OPTION.flags, VERSION_OPTION.help)
    .helpOption(HELP_OPTION.flags, HELP_OPTION.help)
    .exitOverride()
    .helpCommand('help [command]', 'Show the help of a command.')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: silent, writeErr: silent, outputError: silent });
  for (const { flags, help } of GLOBAL_OPTIONS) program.option(flags, help);
  for (const spec of COMMANDS) declare(program, spec, act, isNeeded(spec.name));
  return program;
}

function declare(parent: Command, spec: CommandSpec | GroupSpec, act: Act, isWhole = true): void {
  const isDefault = 'isDefault' in spec && spec.isDefault === true;
  const command = parent.command(spec.name, { isDefault });
  if (!isWhole) return;
  command.description(spec.description).helpGroup(spec.group);
  if ('commands' in spec) {
    for (const child of spec.commands) declare(command, child, act);
    return;
  }
  for (const [argument, help] of spec.arguments ?? []) command.argument(argument, help);
  for (const { flags, help, group, conflicts = [], choices, repeatable, initial } of spec.options ?? []) {
    const option = new Option(flags, help).conflicts([...conflicts]);
    if (group) option.helpGroup(group);
    if (choices) option.choices([...choices]);
    if (initial !== undefined) option.default(initial);
    if (repeatable) option.argParser((value: string, before: readonly string[] = []) => [...before, value]);
    command.addOption(option);
  }
  if (spec.settings) {
    for (const { flags, help, group } of optionsFor(spec.settings)) {
      command.addOption(new Option(flags, help).helpGroup(group));
    }
  }
  command.action((...passed: unknown[]) =>
    act(spec, passed.slice(0, command.registeredArguments.length), command.optsWithGlobals()),
  );
}
