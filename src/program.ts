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
  const words = withMarkdownValue(argv, program);
  const error = await parse(program, words);
  if (!error) return exitCode;
  const { print } = await import('./commands/shared/print.ts');
  await print(open({ debug: false, color: undefined, quiet: false }), await textFor(error, words, runtime));
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
  { code }: CommanderError,
  words: readonly string[],
  { stdout }: Runtime,
): Promise<string> {
  if (code === 'commander.version') return `${__VERSION__}\n`;
  // Once more with all commands, of which any may be shown, or have been meant.
  const program = createProgram(
    () => true,
    async () => {},
  );
  const { keepHelp } = await import('./program/help/help.ts');
  const help = keepHelp(program, stdout.columns || 80);
  const error = await parse(program, words);
  const { usageError, wordWithoutHelp } = await import('./program/usage-error.ts');
  const word = wordWithoutHelp(program);
  const isHelp = error?.code === 'commander.help' || error?.code === 'commander.helpDisplayed';
  if (error && (!isHelp || word !== undefined)) throw usageError(error, program, word);
  return help();
}
