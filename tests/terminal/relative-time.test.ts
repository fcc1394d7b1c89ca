import { expect, it } from 'vitest';
import { relativeTime } from '../../src/terminal/relative-time.ts';

const NOW = Date.parse('2026-03-10T12:00:00Z');

it.each([
  ['2026-03-10T12:00:00Z', 'just now'],
  ['2026-03-10T11:59:01Z', 'just now'],
  ['2026-03-10T11:59:00Z', '1 minute ago'],
  ['2026-03-10T11:00:01Z', '59 minutes ago'],
  ['2026-03-10T11:00:00Z', '1 hour ago'],
  ['2026-03-10T13:30:00+02:00', '30 minutes ago'],
  ['2026-03-09T12:00:00Z', '1 day ago'],
  ['2026-02-08T12:00:00Z', '1 month ago'],
  ['2025-03-10T12:00:00Z', '1 year ago'],
  ['2023-01-01T00:00:00Z', '3 years ago'],
  ['2026-03-11T12:00:00Z', 'just now'],
  ['never', 'unknown'],
])('%s is %s', (iso, age) => {
  expect(relativeTime(iso, NOW)).toBe(age);
});
