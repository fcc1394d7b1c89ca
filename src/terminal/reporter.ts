import type { CliError } from '../errors.ts';
import type { Style, Styles } from './colors.ts';
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

/** Characters of a message: it may repeat what was typed, or pasted. */
const LONGEST = 1000;

/**
 * Writes to `stream` (standard error). Every line is cleaned of control characters and of secrets, cut where it is very long, passed through `wrap`, which breaks
 * it for the window that it is shown in, and written whole, so that the spinner can step aside. What there is to debug is neither cut nor
 * broken: it is copied elsewhere. That nobody reads standard error is no reason to fail.
 */
export function createReporter({
  stream,
  styles,
  quiet,
  debug,
  redact,
  wrap,
}: {
  readonly stream: NodeJS.WritableStream;
  readonly styles: Styles;
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly redact: (text: string) => string;
  readonly wrap: (line: string) => string;
}): Reporter {
  stream.on('error', () => undefined);
  const clean = (text: string) => sanitizeLine(redact(text), LONGEST);
  const print = (label: string, style: Style, text: string, hint?: string) => {
    const lines = [wrap(`ai-chat: ${label} ${clean(text)}`).replace(label, style(label))];
    if (hint !== undefined) lines.push(wrap(`hint: ${clean(hint)}`).replace('hint:', styles.cyan('hint:')));
    stream.write(`${lines.join('\n')}\n`);
  };
  return {
    note(text) {
      if (!quiet) stream.write(`${styles.dim(wrap(`ai-chat: ${clean(text)}`))}\n`);
    },
    warn(text, hint) {
      print('warning:', styles.yellow, text, hint);
    },
    error(error) {
      if (error.isWarning) print('warning:', styles.yellow, error.message, error.hint);
      else print('error:', styles.red, error.message, error.hint);
    },
    debug(text) {
      if (debug) stream.write(`ai-chat: debug: ${sanitizeLine(redact(text))}\n`);
    },
  };
}
