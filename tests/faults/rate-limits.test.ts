import { answer, apiError, type Reply, status } from '../helpers/fake-server.ts';
import { checkFaults } from './check.ts';
import { all, answers, fails, says } from './fault.ts';

const OK = answer('ok');
const limit = (headers = {}) => apiError(429, 'Slow down', { code: 'rate_limit_exceeded' }, headers);
const waitFor = (retryAfter: string | number) => limit({ 'Retry-After': retryAfter });
/** Asks to wait until `ms` from when it is sent. */
const waitUntil =
  (ms: number): Reply =>
  (...args) =>
    waitFor(new Date(Date.now() + ms).toUTCString())(...args);
const AGAIN = /rate limit reached \(429\); trying again in \d(?:\.\d)? s \(\d of 2\)/;

checkFaults('a rate limit that passes', [
  ...all(answers('ok', { requests: 2, notes: [AGAIN] }), [
    { when: '429 with Retry-After: 0', replies: [waitFor(0), OK] },
    { when: '429 with Retry-After: 1', replies: [waitFor(1), OK] },
    { when: '429 with Retry-After: 0.2, which is no number of seconds', replies: [waitFor('0.2'), OK] },
    { when: '429 with a date in a second', replies: [waitUntil(1_000), OK] },
    { when: '429 with a date in the past', replies: [waitUntil(-60_000), OK] },
    { when: '429 with a date in an old form', replies: [waitFor('Sunday, 06-Nov-94 08:49:37 GMT'), OK] },
    { when: '429 with milliseconds', replies: [limit({ 'retry-after-ms': 3, 'Retry-After': 600 }), OK] },
    { when: '429 without Retry-After', replies: [limit(), OK] },
    { when: '429 with Retry-After: soon', replies: [waitFor('soon'), OK] },
    { when: '429 with Retry-After: -5', replies: [waitFor(-5), OK] },
    { when: '429 without a body', replies: [status(429, '', { 'Retry-After': 0 }), OK] },
  ]),
  {
    when: '429, then 503, then 200',
    replies: [waitFor(0), status(503, '', { 'Retry-After': 0 }), OK],
    outcome: answers('ok', { requests: 3, notes: [AGAIN, /failed \(503\).*\(2 of 2\)/] }),
  },
]);

checkFaults('a rate limit that lasts', [
  {
    when: '429 for ever',
    replies: [waitFor(0)],
    outcome: fails(5, /rate limit reached \(429\): Slow down/, /try again/, {
      requests: 3,
      notes: [AGAIN, AGAIN],
    }),
  },
  {
    when: '429 and no retries wanted',
    replies: [waitFor(0)],
    flags: ['--max-retries', '0'],
    outcome: fails(5, /\(429\): Slow down/, /try again/),
  },
  ...all(
    fails(5, /\(429\): Slow down; the server asks to wait \d+ s/, /^hint: try again in \d+ (s|minutes)$/),
    [
      { when: '429 with Retry-After: 61', replies: [waitFor(61)] },
      { when: '429 with Retry-After: an hour', replies: [waitFor(3_600)] },
      { when: '429 with a date in two hours', replies: [waitUntil(7_200_000)] },
    ],
  ),
  ...all(fails(5, /Slow down; the server asks to wait longer than a day$/, /^hint: try again another day/), [
    { when: '429 with Retry-After: a lifetime', replies: [waitFor('9'.repeat(12))] },
    { when: '429 with Retry-After: beyond belief', replies: [waitFor('9'.repeat(20))] },
    { when: '429 with Retry-After: beyond any number', replies: [waitFor('9'.repeat(400))] },
    { when: '429 with a date in ten years', replies: [waitUntil(10 * 365 * 86_400_000)] },
  ]),
  {
    when: '503 with Retry-After: 120',
    replies: [status(503, 'Maintenance', { 'Retry-After': 120 })],
    outcome: fails(
      6,
      /\(503\): Maintenance; the server asks to wait 120 s/,
      /the fault is on its side: try again in 120 s$/,
    ),
  },
]);

checkFaults(
  'a quota that is used up',
  all(fails(5, /quota or credit of this key is used up \(4(?:02|29)\)/, /billing/), [
    says('OpenAI', 429, '{"error":{"message":"You exceeded your quota","code":"insufficient_quota"}}'),
    says('OpenAI, by type', 429, '{"error":{"message":"No","type":"insufficient_quota","code":null}}'),
    says('OpenAI, hard limit', 429, '{"error":{"message":"No","code":"billing_hard_limit_reached"}}'),
    says('an error that is flat', 429, '{"code":"insufficient_quota","message":"No"}'),
    says('DeepSeek', 402, '{"error":{"message":"Insufficient Balance","type":"unknown_error"}}'),
    says('OpenRouter', 402, '{"error":{"message":"This request requires more credits","code":402}}'),
    says('a page', 402, '<html><title>Payment Required</title></html>'),
    says('nothing', 402, ''),
  ]),
);
