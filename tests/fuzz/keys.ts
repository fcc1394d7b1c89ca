/** What a user, or a broken terminal, may do at the prompt of a chat. */
import fc from 'fast-check';
import { bytes, text } from './arbitraries.ts';
import { latin1Of } from './world.ts';

/** Keys, as bytes; or another size of the window. */
export type Deed = { readonly keys: string } | Size;

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const KEYS = [
  '\r',
  '\r',
  '\n',
  '\t',
  '\x1b[A',
  '\x1b[B',
  '\x1b[C',
  '\x1b[D',
  '\x1b[H',
  '\x1b[F',
  '\x1b[3~',
  '\x7f',
  '\b',
  '\x1b',
  '\x1b\x1b',
  '\x01',
  '\x02',
  '\x03',
  '\x04',
  '\x05',
  '\x06',
  '\x0b',
  '\x0c',
  '\x0e',
  '\x10',
  '\x12',
  '\x13',
  '\x14',
  '\x15',
  '\x17',
  '\x19',
  '\x1a',
  '\x1f',
  '\x1bb',
  '\x1bf',
  '\x1bd',
  '\x1b\x7f',
  '\x1b\r',
  '\x1b[1;5C',
  '\x1b[200~',
  '\x1b[201~',
  '\x1b[999;999R',
  '\x1b[1;1R',
  '\x1b[M !!',
  '\x1b[I',
  '\x1b[200~a\nb\n\x1b[201~',
  '\\\r',
];
const LINES = [
  '/help',
  '/clear',
  '/new',
  '/retry',
  '/undo',
  '/model x',
  '/system',
  '/history',
  '/resume',
  '/rename x',
  '/file in',
  '/usage',
  '/edit',
  '/q',
  'hi',
];
const sides = {
  columns: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 200 })),
  rows: fc.integer({ min: 1, max: 30 }),
};
export const size: fc.Arbitrary<Size> = fc.record(sides);

export const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ keys: fc.constantFrom(...KEYS) }) },
  { weight: 2, arbitrary: fc.record({ keys: text.map(latin1Of) }) },
  { weight: 1, arbitrary: fc.record({ keys: bytes }) },
  { weight: 2, arbitrary: fc.record({ keys: fc.constantFrom(...LINES).map((line) => `${line}\r`) }) },
  { weight: 1, arbitrary: size },
);
