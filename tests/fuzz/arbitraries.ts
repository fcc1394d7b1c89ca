/** Inputs that others don't think of. Bytes are one character each (see `world.ts`), so that they fit in JSON. */
import fc from 'fast-check';

/** What steers a terminal, deceives an eye, breaks a path, a parser or a format. */
const ATTACKS = [
  '\x1b]0;owned\x07',
  '\x1b]52;c;b3duZWQ=\x07',
  '\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\',
  '\x1b[6n',
  '\x1bP$qm\x1b\\',
  '\x1b[2J\x1b[?1049h',
  '\u009b31m\u0085',
  '\u202egnp.exe\u2066',
  '\u{e0041}\u2028',
  '\b\b\b\x7f\0\r',
  '\ufeff',
  '\ud83d',
  '👩‍👩‍👧‍👦e\u0301',
  '__proto__',
  'constructor',
  '../../x',
  'CON',
  '%s%n',
  '<think>',
  '</think>',
  '```\n',
  '| a | b |\n|---|---|\n',
  '> - 1. # ',
  '![a](http://x/\x1b)',
  '\\',
  '$&',
  '1e999',
  '-0',
];

/** Text of any kind. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ATTACKS),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.array(fc.constantFrom(...ATTACKS), { maxLength: 4 }).map((parts) => parts.join('')),
);

/** Any bytes at all. */
export const bytes: fc.Arbitrary<string> = fc
  .uint8Array({ maxLength: 64 })
  .map((array) => Buffer.from(array).toString('latin1'));

/** Names that objects inherit, which a value from outside may hold in their place. */
const NAMES = [
  'toString',
  'valueOf',
  'toJSON',
  '__proto__',
  'constructor',
  'length',
  'then',
  'index',
  'message',
  'loc',
];

/** Any JSON value, hostile names and texts in it. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom(...NAMES), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }),
  },
);

/** One change to bytes: a part is replaced by other bytes, or by a part from elsewhere. */
interface Change {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat({ max: 2000 }),
  remove: fc.oneof(fc.constant(0), fc.nat({ max: 8 }), fc.nat({ max: 2000 })),
  insert: fc.oneof(
    bytes,
    fc.constantFrom('"', '{', '}', '[', ']', ',', 'null', '\n', '\r\n', '\0', '\xff', '-1', '1e999', '\\u'),
  ),
});

/** What `valid` gives, with a few bytes of it changed, cut out or put in, or as it is. */
export function mutated(valid: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const changes = fc.oneof(fc.constant([]), fc.array(change, { maxLength: 3 }));
  return fc.tuple(valid, changes).map(([whole, list]) =>
    list.reduce((changed, { at, remove, insert }) => {
      const start = at % (changed.length + 1);
      return changed.slice(0, start) + insert + changed.slice(start + remove);
    }, whole),
  );
}
