import { expect, test } from 'vitest';
import { pastedIntoAnswer } from '../../../src/terminal/line-editor/answer.ts';

const paste = (text: string) => ({ type: 'paste' as const, text });

test.each([
  ['\n\nmy name\n', 'my name'],
  ['my\n\nname', 'my name'],
  ['\n', ''],
  // Looked at once for each of its line ends, it would take half a minute.
  [`a${'\n'.repeat(300_000)}b${'\n'.repeat(300_000)}`, 'a b'],
])('a paste into an answer is one line (%#)', (text, line) => {
  expect(pastedIntoAnswer(paste(text))).toEqual(paste(line));
});
