import { expect, it } from 'vitest';
import { withMarkdownValue } from '../../src/program/markdown-flag.ts';

it.each([
  ['ask --markdown hi', 'ask --markdown=always hi'],
  ['ask hi --markdown', 'ask hi --markdown=always'],
  ['ask --markdown --json hi', 'ask --markdown=always --json hi'],
  ['ask --markdown never hi', 'ask --markdown never hi'],
  ['ask --markdown=auto hi', 'ask --markdown=auto hi'],
  ['ask --no-markdown hi', 'ask --no-markdown hi'],
  ['ask -- --markdown hi', 'ask -- --markdown hi'],
])('%s is %s', (typed, meant) => {
  expect(withMarkdownValue(typed.split(' ')).join(' ')).toBe(meant);
});
