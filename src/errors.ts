/** What went wrong, as a script would want to tell it apart. */
export type ErrorKind = keyof typeof EXIT_CODES;

/** The exit code of each kind of error; scripts depend on these numbers. */
export const EXIT_CODES = {
  bug: 1,
  usage: 2,
  auth: 3,
  request: 4,
  'rate-limit': 5,
  network: 6,
  incomplete: 7,
} as const;

/** What each kind means, for the manual. */
export const EXIT_MEANINGS: Readonly<Record<ErrorKind, string>> = {
  bug: 'a fault in ai-chat itself',
  usage:
    'the command, a setting or a file is wrong: bad flag, bad value, unknown conversation, no key, no such file',
  auth: 'the key was refused (401, 403)',
  request: 'the request was refused (400, 404, 413, 422: unknown model, context too long, …)',
  'rate-limit': 'rate limit or quota (429), after the retries',
  network:
    'network or server: no connection, DNS, TLS, 5xx, after the retries; no text within `timeout`, which is not retried',
  incomplete:
    'no whole answer: the stream broke, it was cut at the length limit or by the content filter, the model refused, or sent no text',
};

/** What the codes of {@link SIGNAL_EXIT_CODES} mean, for the manual. */
export const SIGNAL_MEANING =
  'ended by SIGHUP, Ctrl-C, SIGTERM; 130 also where a picker was given up with Esc or Ctrl-D';

/** What is seen of Ctrl-C by who started ai-chat, for the manual. */
export const SIGINT_MEANING =
  "Ctrl-C ends ai-chat as the signal SIGINT itself does, except on Windows: a shell sees 130 and ends its loop or script, too, Python's `subprocess` tells -2, and in Node the `code` is null. A picker that was left with Esc or Ctrl-D and a chat that was left end with the code alone, and a loop goes on.";

/** The signals that end ai-chat, and the exit code of each (128 + the signal's number). */
export const SIGNAL_EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Something the user can mend. Whatever else is thrown is a fault of ours. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly kind: ErrorKind;
  /** What to do about it: the second line that the user sees. */
  readonly hint: string | undefined;
  /** The same in a chat, where it is something else there. */
  readonly chatHint: string | undefined;
  /** Whether it is shown as a warning: an answer came to its end, though not to the one that was hoped for. */
  readonly isWarning: boolean;

  constructor(
    kind: ErrorKind,
    message: string,
    options: { hint?: string; chatHint?: string | undefined; cause?: unknown; isWarning?: boolean } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.hint = options.hint;
    this.chatHint = options.chatHint;
    this.isWarning = options.isWarning ?? false;
  }

  get exitCode(): number {
    return EXIT_CODES[this.kind];
  }
}
