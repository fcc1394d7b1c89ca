import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEdgeTrimmer, withoutBlankEdges } from '../../src/terminal/blank-edges.ts';

it.each([
  ['\na\n', 'a'],
  ['\n \t\n\n  a\n\n b \n \n', '  a\n\n b'],
  ['  a', '  a'],
  ['a', 'a'],
  [' \n\n', ''],
  ['', ''],
])('leaves of %j what is not blank around it', (text, left) => {
  expect(withoutBlankEdges(text)).toBe(left);
});

it('is the same however the text comes', () => {
  const part = fc.constantFrom('a', 'b c', ' ', '\n', '\t', '\n\n', '');
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const trimmer = createEdgeTrimmer();
      expect(parts.map((text) => trimmer.write(text)).join('')).toBe(withoutBlankEdges(parts.join('')));
    }),
  );
});
