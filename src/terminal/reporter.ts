import type { CliError } from '../errors.ts';
import type { Styles } from './colors.ts';
import { sanitizeLine } from './sanitize.ts';

/** Everything that is said to the user beside the answer, a line each. */
export interface Reporter {
  /** For the user's information; dropped with `--quiet`. */
  note(text: string): void;
  warn(text: string, hint?: string): void;
  error(error: CliError): void;
  /** Shown with `--debug` only. */
  debug(text: string): void;
}

/**
 * Writes to `stream` (standard error). Every line is cleaned of control characters and of secrets, and written
 * whole, so that the spinner can step aside. That nobody reads standard error is no reason to fail.
 */
export function createReporter({
  stream,
  styles,
  quiet,
  debug,
  redact,
}: {
  readonly stream: NodeJS.WritableStream;
  readonly styles: Styles;
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly redact: (text: string) => string;
}): Reporter {
  stream.on('error', () => undefined);
  const clean = (text: string) => sanitizeLine(redact(text));
  const print = (label: string, text: string, hint?: string) => {
    const lines = [`${label} ${clean(text)}`];
    if (hint !== undefined) lines.push(`${styles.cyan('hint:')} ${clean(hint)}`);
    stream.write(`${lines.join('\n')}\n`);
  };
  return {
    note(text) {
      if (!quiet) stream.write(`${styles.dim(`ai-chat: ${clean(text)}`)}\n`);
    },
    warn(text, hint) {
      print(`ai-chat: ${styles.yellow('warning:')}`, text, hint);
    },
    error(error) {
      const label = error.isWarning ? styles.yellow('warning:') : styles.red('error:');
      print(`ai-chat: ${label}`, error.message, error.hint);
    },
    debug(text) {
      if (debug) print('ai-chat: debug:', text);
    },
  };
}
