import { expect, it } from 'vitest';
import { createProgram } from '../../src/program/declare.ts';
import { withMarkdownValue } from '../../src/program/markdown-flag.ts';

const program = createProgram(
  () => true,
  async () => {},
);

it.each([
  ['ask --markdown hi', 'ask --markdown=always hi'],
  ['ask hi --markdown', 'ask hi --markdown=always'],
  ['ask --markdown --json hi', 'ask --markdown=always --json hi'],
  ['ask --markdown never hi', 'ask --markdown never hi'],
  ['ask --markdown=auto hi', 'ask --markdown=auto hi'],
  ['ask --no-markdown hi', 'ask --no-markdown hi'],
  ['ask -- --markdown hi', 'ask -- --markdown hi'],
  ['ask -o --markdown hi', 'ask -o --markdown hi'],
  ['ask -qo --markdown hi', 'ask -qo --markdown hi'],
  ['ask -oq --markdown hi', 'ask -oq --markdown=always hi'],
  ['ask -so --markdown hi', 'ask -so --markdown=always hi'],
  ['ask --output --markdown --markdown hi', 'ask --output --markdown --markdown=always hi'],
  ['ask --output -- --markdown hi', 'ask --output -- --markdown=always hi'],
  ['ask --json --markdown hi', 'ask --json --markdown=always hi'],
])('%s is %s', (typed, meant) => {
  expect(withMarkdownValue(typed.split(' '), program).join(' ')).toBe(meant);
});
