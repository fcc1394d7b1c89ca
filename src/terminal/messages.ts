import type { Runtime } from '../runtime.ts';
import { colorEnabled, createStyles, type Styles } from './colors.ts';
import { createRedactor, type Redactor, secretsIn } from './redact.ts';
import { createReporter, type Reporter } from './reporter.ts';
import { createSpinner, type Spinner } from './spinner.ts';
import { wrapFor } from './wrap-for.ts';

/** What is said on stderr, and how. */
export interface Messages {
  readonly reporter: Reporter;
  readonly spinner: Spinner;
  readonly styles: Styles;
  /** Takes the secrets that nothing said here may show. */
  readonly redactor: Redactor;
  /** Breaks lines at words where stderr is a terminal, for its window; in a pipe they stay whole. */
  readonly wrap: (text: string) => string;
}

export interface MessagesOptions {
  readonly debug: boolean;
  /** False with `--no-color`, undefined without. */
  readonly color: boolean | undefined;
  readonly quiet: boolean;
}

/** Everything that speaks to the user beside the answer. */
export async function createMessages(
  { stderr, env, clock, job }: Runtime,
  options: MessagesOptions,
): Promise<Messages> {
  const { quiet, debug } = options;
  const styles = createStyles(colorEnabled({ flag: options.color, env, isTTY: stderr.isTTY ?? false }));
  const redactor = createRedactor();
  for (const secret of secretsIn(env)) redactor.add(secret);
  const spinner = createSpinner({ stream: stderr, env, quiet, clock, job, styles });
  const wrap = await wrapFor(stderr);
  const reporter = createReporter({ stream: stderr, styles, quiet, debug, redact: redactor.redact, wrap });
  return { reporter, spinner, styles, redactor, wrap };
}
