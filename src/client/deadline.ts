import { APIConnectionTimeoutError, APIUserAbortError } from 'openai/core/error';
import type { Clock } from '../runtime.ts';

/** `setTimeout` can't count further, and fires at once instead. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Ends one request: when the user aborts, and when the server stays without an event for too long. One timer serves
 * the whole request; an event costs a look at the clock.
 */
export class Deadline {
  readonly #clock: Clock;
  readonly #controller = new AbortController();
  readonly #user: AbortSignal;
  readonly #onUserAbort = () => this.#controller.abort(new APIUserAbortError());
  #limitMs: number;
  #since: number;
  #held = false;
  #cancelTimer: () => void = () => {};

  constructor(clock: Clock, limitMs: number, user: AbortSignal) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#since = clock.monotonic();
    this.#user = user;
    if (user.aborted) this.#onUserAbort();
    user.addEventListener('abort', this.#onUserAbort, { once: true });
    this.#arm(limitMs);
  }

  /** Its reason is an error of the `openai` package: `APIUserAbortError` or `APIConnectionTimeoutError`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** An event came: the time starts anew, and from here on runs for `limitMs` at most. */
  extend(limitMs: number = this.#limitMs): void {
    this.#since = this.#clock.monotonic();
    this.#held = false;
    if (limitMs < this.#limitMs) {
      this.#limitMs = limitMs;
      this.#cancelTimer();
      this.#arm(limitMs);
    }
  }

  /** The reader is busy: until {@link extend}, silence is not the server's. */
  hold(): void {
    this.#held = true;
  }

  /** The request is over. */
  close(): void {
    this.#cancelTimer();
    this.#user.removeEventListener('abort', this.#onUserAbort);
  }

  #arm(ms: number): void {
    this.#cancelTimer = this.#clock.after(Math.min(ms, LONGEST_TIMER_MS), () => {
      const left = this.#held ? this.#limitMs : this.#since + this.#limitMs - this.#clock.monotonic();
      if (left <= 0) this.#controller.abort(new APIConnectionTimeoutError());
      else this.#arm(left);
    });
  }
}
