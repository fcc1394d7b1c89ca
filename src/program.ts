import { Command, CommanderError, Option } from 'commander';
import type { App, GlobalOptions } from './app.ts';
import { ASK } from './program/ask.ts';
import { CHAT } from './program/chat.ts';
import type { CommandSpec, Flags, GroupSpec } from './program/command-spec.ts';
import { COMPLETION } from './program/completion.ts';
import { CONFIG } from './program/config.ts';
import { HISTORY } from './program/history.ts';
import { withMarkdownValue } from './program/markdown-flag.ts';
import { usageError } from './program/usage-error.ts';
import type { Runtime } from './runtime.ts';
import { optionsFor } from './settings/table.ts';

const COMMANDS: readonly (CommandSpec | GroupSpec)[] = [ASK, CHAT, HISTORY, CONFIG, COMPLETION];

/**
 * Parses `argv` and runs the command it names; gives its exit code. Throws a `usage` CliError for what can't be
 * parsed. Bare groups (`ai-chat`, `ai-chat config`) print their help.
 */
export async function runProgram(
  argv: readonly string[],
  runtime: Runtime,
  open: (options: GlobalOptions) => App,
): Promise<number> {
  let exitCode = 0;
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const program = createProgram(argv, runtime, print, async (spec, args, flags) => {
    const app = open({
      debug: flags.debug === true,
      color: flags.color === false ? false : undefined,
      quiet: flags.quiet === true,
    });
    exitCode = await spec.run({ args, flags, program }, app);
  });
  try {
    await program.parseAsync(withMarkdownValue(argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0 && error.code !== 'commander.help') throw usageError(error, program);
    const output = await import('./commands/shared/print.ts');
    await output.print(open({ debug: false, color: undefined, quiet: false }), printed);
  }
  return exitCode;
}

type Act = (spec: CommandSpec, args: readonly unknown[], flags: Flags) => Promise<void>;

/** The command line for `argv`, built from the table of commands. */
function createProgram(
  argv: readonly string[],
  runtime: Runtime,
  print: (text: string) => void,
  act: Act,
): Command {
  const width = () => runtime.stdout.columns ?? 80;
  const program = new Command('ai-chat')
    .description('Talk to a language model from the terminal.')
    .version(__VERSION__, '-V, --version', 'print the version')
    .option('--debug', 'say what is sent where, and show stack traces')
    .option('--no-color', 'no colours')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: print,
      // Help shown because no command was named is no error; errors are thrown, and shown by main.
      writeErr: print,
      outputError: () => {},
      getOutHelpWidth: width,
      getErrHelpWidth: width,
    });
  addExamples(program, [
    'ai-chat ask --demo "What can you do?"      # try it without a key',
    'ai-chat config set apiKey                  # keep your key',
    'ai-chat chat                               # talk; tomorrow it goes on from here',
    'git diff | ai-chat ask "review this"       # standard input goes with the question',
  ]);
  const isWhole = needsWhole(argv);
  for (const spec of COMMANDS) declare(program, spec, act, isWhole || argv.includes(spec.name));
  return program;
}

/** Whether more is asked for than one command: help, and completion, which knows every command's options. */
function needsWhole(argv: readonly string[]): boolean {
  const isCommand = COMMANDS.some(({ name }) => argv.includes(name));
  const isVersion = argv.includes('-V') || argv.includes('--version');
  return (
    (!isCommand && !isVersion) ||
    ['help', '-h', '--help', COMPLETION.name].some((word) => argv.includes(word))
  );
}

/** Declares a command; without `isWhole` its name alone: all options together cost more time than to run one command. */
function declare(parent: Command, spec: CommandSpec | GroupSpec, act: Act, isWhole = true): void {
  const isDefault = 'isDefault' in spec && spec.isDefault === true;
  const command = parent.command(spec.name, { isDefault });
  if (!isWhole) return;
  command.description(spec.description);
  addExamples(command, spec.examples);
  if ('commands' in spec) {
    for (const child of spec.commands) declare(command, child, act);
    return;
  }
  for (const [argument, help] of spec.arguments ?? []) command.argument(argument, help);
  for (const { flags, help, conflicts = [], choices, repeatable, initial } of spec.options ?? []) {
    const option = new Option(flags, help).conflicts([...conflicts]);
    if (choices) option.choices([...choices]);
    if (initial !== undefined) option.default(initial);
    if (repeatable) option.argParser((value: string, before: readonly string[] = []) => [...before, value]);
    command.addOption(option);
  }
  if (spec.settings) for (const { flags, help } of optionsFor(spec.settings)) command.option(flags, help);
  command.action((...passed: unknown[]) =>
    act(spec, passed.slice(0, command.registeredArguments.length), command.optsWithGlobals()),
  );
}

function addExamples(command: Command, examples: readonly string[]): void {
  const lines = examples.map((example) => `  $ ${example}`);
  command.addHelpText('after', `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.join('\n')}`);
}
