import { failureOf } from './failure-kind.ts';
import { ConnectionFailure, ServerFailure } from './failures.ts';

/** A `Retry-After` up to this is obeyed; a longer one ends the tries at once. */
export const LONGEST_OBEYED_WAIT_MS = 60_000;

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
/** Waits are shortened by up to this share, at random, so that clients that failed together don't come back together. */
const JITTER = 0.25;

/** Statuses that another try may mend, besides 5xx. */
const PASSING = new Set([408, 409, 429]);

/**
 * How long to wait before a request is sent again, in milliseconds; null when that is pointless.
 *
 * @param retries how many times it was sent again already
 */
export function retryDelay(error: unknown, retries: number): number | null {
  if (error instanceof ConnectionFailure) return error.mayPass ? backoff(retries) : null;
  if (!(error instanceof ServerFailure) || error.status === undefined) return null;
  if (!PASSING.has(error.status) && error.status < 500) return null;
  if (failureOf(error.status, error.detail, null) === 'quota used up') return null;
  if (error.retryAfterMs === null) return backoff(retries);
  return error.retryAfterMs <= LONGEST_OBEYED_WAIT_MS ? error.retryAfterMs : null;
}

function backoff(retries: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** retries, LONGEST_WAIT_MS) * (1 - Math.random() * JITTER);
}

/** One line for the user: why, when, and which of how many. */
export function retryNotice(error: unknown, waitMs: number, retry: number, maxRetries: number): string {
  const wait = waitMs < 10_000 ? Number((waitMs / 1000).toFixed(1)) : Math.round(waitMs / 1000);
  return `${reason(error)}; trying again in ${wait} s (${retry} of ${maxRetries})`;
}

function reason(error: unknown): string {
  if (!(error instanceof ServerFailure)) {
    const code = error instanceof ConnectionFailure ? error.reason : '';
    return `no connection${code === '' ? '' : ` (${code})`}`;
  }
  switch (error.status) {
    case 429:
      return 'rate limit reached (429)';
    case 408:
      return 'the server timed out (408)';
    case 409:
      return 'the server reports a conflict (409)';
    default:
      return `the server failed (${error.status})`;
  }
}

/**
 * How long a response asks to wait, in milliseconds, or null: `Retry-After` in seconds or as a date (RFC 9110, section
 * 10.2.3), and OpenAI's `retry-after-ms`, which is more exact and goes before it.
 */
export function readRetryAfter(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  now: number,
): number | null {
  const exact = readNumber(headers['retry-after-ms']);
  if (exact !== null) return exact;
  const seconds = readNumber(headers['retry-after']);
  if (seconds !== null) return seconds * 1000;
  const date = readDate(headers['retry-after']);
  return date === null ? null : Math.max(0, date - now);
}

function readNumber(header: string | string[] | undefined): number | null {
  if (typeof header !== 'string' || !/^\s*\d+(?:\.\d*)?\s*$/.test(header)) return null;
  return Number(header);
}

/** `Date.parse` would find a date in nearly anything, `-5` included; an HTTP date begins with its day's name. */
function readDate(header: string | string[] | undefined): number | null {
  const date = typeof header === 'string' && /^[a-z]+, /i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : date;
}
