const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const;

/**
 * How long before `now` (ms since 1970) the moment `iso` (ISO 8601) was: `just now`, `3 minutes ago`,
 * `2 months ago`. A moment to come is `just now` too, since clocks differ; what is no time is `unknown`.
 */
export function relativeTime(iso: string, now: number): string {
  const then = Date.parse(iso);
  if (Number.isNaN(then)) return 'unknown';
  for (const [name, length] of UNITS) {
    const count = Math.floor((now - then) / length);
    if (count >= 1) return `${count} ${name}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}
