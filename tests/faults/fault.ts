import type { Finish, Message } from '../../src/conversation/types.ts';
import { answer, type Reply, status } from '../helpers/fake-server.ts';

/** The key that is in the environment of every run; not of OpenAI's form, so that only knowing it can hide it. */
export const KEY = 'f4ult-9Qx7Zk2Lw8Rt5Vb1Nc6';

/** What a server does, and what becomes of it: one row of a table. */
export interface Fault {
  /** What the server does. */
  readonly when: string;
  /** Its replies, one after the other; the last one repeats. */
  readonly replies: readonly Reply[];
  /** Flags for `ask` and `chat` alike. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly outcome: Outcome;
}

/** What the user sees, and what is kept. */
export interface Outcome {
  /** The exit code. */
  readonly code: number;
  /** The answer's text, without the newline that ends it; none by default. */
  readonly stdout?: string;
  /** How many requests the server gets for one question; 1 by default. */
  readonly requests?: number;
  /** Parameters of the last of them; undefined: not there. */
  readonly sent?: Readonly<Record<string, unknown>>;
  /**
   * Fields of the answer on disk, null for no answer. By default its content is `stdout`, and it is complete where
   * the code is 0.
   */
  readonly stored?: Partial<Message> | null;
  /** What the line of error, or of warning, says. */
  readonly stderr?: RegExp;
  /** Whether it is a warning: the answer came, but not all of what was asked for. */
  readonly isWarning?: boolean;
  /** What the hint under it says, in `ask`: a chat has hints of its own. */
  readonly hint?: RegExp;
  /** The notes before them, such as one for each retry; none by default. */
  readonly notes?: readonly RegExp[];
}

/** The outcome of what leaves no answer: the exit code, what is said, and what to do about it. */
export function fails(code: number, stderr: RegExp, hint: RegExp, more: Partial<Outcome> = {}): Outcome {
  return { code, stderr, hint, stored: null, ...more };
}

/** The outcome of what breaks an answer: what came of it is shown and kept. */
export function breaks(stdout: string, stderr: RegExp, more: Partial<Outcome> = {}): Outcome {
  return { code: 7, stdout, stderr, stored: { status: 'incomplete', finishReason: 'broken' }, ...more };
}

/** The outcome of an answer that ends before it is whole, as the server says: a warning, not an error. */
export function endsEarly(stdout: string, finishReason: Finish, stderr: RegExp): Outcome {
  return { code: 7, stdout, stderr, isWarning: true, stored: { status: 'incomplete', finishReason } };
}

/** The outcome of what does no harm. */
export function answers(stdout: string, more: Partial<Outcome> = {}): Outcome {
  return { code: 0, stdout, ...more };
}

/** What a server does, whatever becomes of it. */
export type Form = Omit<Fault, 'outcome'>;

/** Rows with the same outcome. */
export function all(outcome: Outcome, forms: readonly Form[]): Fault[] {
  return forms.map((form) => ({ ...form, outcome }));
}

/** A refusal in the words of `server`: a status and a body, as they go over the wire. */
export function says(server: string, code: number, body: string): Form {
  return { when: `${code}, ${server}`, replies: [refusal(code, body)] };
}

/** The same, once: the next try is answered with `ok`. */
export function saysOnce(server: string, code: number, body: string): Form {
  return { when: `${code} once, ${server}`, replies: [refusal(code, body), answer('ok')] };
}

function refusal(code: number, body: string): Reply {
  const type = /^[{[]/.test(body) ? 'application/json' : 'text/html';
  // Nobody has to wait for the next try.
  return status(code, body, { 'Content-Type': type, 'Retry-After': 0 });
}
