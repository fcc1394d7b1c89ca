/** What went wrong, as a script would want to tell it apart. */
export type ErrorKind = keyof typeof EXIT_CODES;

/** The exit code of each kind of error; scripts depend on these numbers. */
export const EXIT_CODES = {
  /** A fault in ai-chat itself. */
  bug: 1,
  /** The command, a setting or a file is wrong. */
  usage: 2,
  /** The key was refused: 401, 403. */
  auth: 3,
  /** The request was refused: 400, 404, 413, 422. */
  request: 4,
  /** Rate limit or quota: 429, 402. */
  'rate-limit': 5,
  /** No connection, DNS, TLS, 5xx, or no text in time. */
  network: 6,
  /** No whole answer: broken, cut, filtered, refused or empty. */
  incomplete: 7,
} as const;

/** The signals that end ai-chat, and the exit code of each (128 + the signal's number). */
export const SIGNAL_EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Something the user can mend. Whatever else is thrown is a fault of ours. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly kind: ErrorKind;
  /** What to do about it: the second line that the user sees. */
  readonly hint: string | undefined;
  /** Whether it is shown as a warning: an answer came to its end, though not to the one that was hoped for. */
  readonly isWarning: boolean;

  constructor(
    kind: ErrorKind,
    message: string,
    options: { hint?: string; cause?: unknown; isWarning?: boolean } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.hint = options.hint;
    this.isWarning = options.isWarning ?? false;
  }

  get exitCode(): number {
    return EXIT_CODES[this.kind];
  }
}
