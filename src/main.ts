import { type App, createApp, type GlobalOptions } from './app.ts';
import { CliError } from './errors.ts';
import { runProgram } from './program.ts';
import type { Job, Runtime } from './runtime.ts';

export { createRuntime } from './runtime.ts';

/**
 * Runs ai-chat with the arguments behind its name and gives the exit code. The one place that catches everything:
 * what the user can mend becomes two lines on stderr, anything else is a fault of ours and is called so. `create`
 * composes what it works with.
 */
export async function main(
  argv: readonly string[],
  runtime: Runtime,
  create: (runtime: Runtime, options: GlobalOptions) => App = createApp,
): Promise<number> {
  let app: App | undefined;
  const open = (options: GlobalOptions): App => {
    app = create(runtime, options);
    return app;
  };
  let code: number;
  try {
    code = await Promise.race([runProgram(argv, runtime, open), faultOutside(runtime.job)]);
  } catch (error) {
    code = await report(error, app ?? open(optionsIn(argv)));
  }
  // What went wrong, or was interrupted, may have left something behind that goes on.
  if (code !== 0) runtime.job.leave(code);
  return code;
}

/** Rejects with what is thrown in an event or a timer, where no `catch` of the program can be. */
function faultOutside(job: Job): Promise<never> {
  return new Promise((_, reject) => job.onFault(reject));
}

/** The options of a command line that could not be parsed. */
function optionsIn(argv: readonly string[]): GlobalOptions {
  return {
    debug: argv.includes('--debug'),
    color: argv.includes('--no-color') ? false : undefined,
    quiet: false,
  };
}

/** Says what happened, and gives its exit code. */
async function report(error: unknown, app: App): Promise<number> {
  const known = error instanceof CliError ? error : faultOf(error);
  try {
    const { reporter } = await app.messages();
    reporter.error(known);
    for (const line of traceOf(error)) reporter.debug(line);
  } catch {
    // What says it can't be loaded either: its file is gone, as while another version is being installed, or no more may be open.
    app.runtime.stderr.write(`ai-chat: error: ${known.message}\nhint: ${known.hint ?? 'try again'}\n`);
  }
  return known.exitCode;
}

function faultOf(error: unknown): CliError {
  // Of a file of our own that is gone, Node tells in further lines who wanted it: with --debug, so do we.
  const [message] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  return new CliError('bug', `a fault in ai-chat itself: ${message}`, {
    hint: 'run it again with --debug, and report what it prints',
    cause: error,
  });
}

/** The stacks of an error and of its causes, line by line. */
function traceOf(error: unknown): readonly string[] {
  const traces: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) traces.push(at.stack ?? at.message);
  return traces.join('\ncaused by: ').split('\n');
}
