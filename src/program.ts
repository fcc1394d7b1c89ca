import { type Command, CommanderError } from 'commander';
import type { App, GlobalOptions } from './app.ts';
import { COMPLETION } from './program/completion.ts';
import { createProgram } from './program/declare.ts';
import { withMarkdownValue } from './program/markdown-flag.ts';
import type { Runtime } from './runtime.ts';

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
  const words = withMarkdownValue(argv);
  const program = createProgram(
    // Completion knows every command's options; all together cost more time to declare than one command to run.
    (name) => argv.includes(name) || argv.includes(COMPLETION.name),
    async (spec, args, flags) => {
      const app = open({
        debug: flags.debug === true,
        color: flags.color === false ? false : undefined,
        quiet: flags.quiet === true,
      });
      exitCode = await spec.run({ args, flags, program }, app);
    },
  );
  const error = await parse(program, words);
  if (!error) return exitCode;
  const { print } = await import('./commands/shared/print.ts');
  await print(
    open({ debug: false, color: undefined, quiet: false }),
    await textFor(error, program, words, runtime),
  );
  return 0;
}

/** What commander stopped for: an error, or something to print. */
async function parse(program: Command, words: readonly string[]): Promise<CommanderError | undefined> {
  try {
    await program.parseAsync(words, { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error;
    throw error;
  }
}

/** The version or the help that was asked for. Throws `usage` when it was neither. */
async function textFor(
  error: CommanderError,
  program: Command,
  words: readonly string[],
  { stdout }: Runtime,
): Promise<string> {
  if (error.code === 'commander.version') return `${__VERSION__}\n`;
  const isHelp = error.code === 'commander.help' || error.code === 'commander.helpDisplayed';
  const { usageError, wordWithoutHelp } = await import('./program/usage-error.ts');
  const word = wordWithoutHelp(program);
  if (!isHelp || word !== undefined) throw usageError(error, program, word);
  const whole = createProgram(
    () => true,
    async () => {},
  );
  const { keepHelp } = await import('./program/help/help.ts');
  const help = keepHelp(whole, stdout.columns ?? 80);
  await parse(whole, words);
  return help();
}
