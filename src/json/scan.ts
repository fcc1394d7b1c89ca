/** How far a JSON value could be read that may be cut off or damaged. */
export type Scan =
  /** `end`: behind its last byte. */
  | { readonly kind: 'whole'; readonly end: number }
  /** All is well up to the end of the bytes, and the value goes on behind it. */
  | { readonly kind: 'cut' }
  /** What is at `at` can't be part of it. */
  | { readonly kind: 'broken'; readonly at: number };

export const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
export const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];
const CUT: Scan = { kind: 'cut' };
const broken = (at: number): Scan => ({ kind: 'broken', at });

/**
 * Finds the end of the JSON value that begins at `start` (RFC 8259), without making anything of it: numbers, words and escapes are
 * left to the parser, or to `isSound`, which is asked of each string, number or word with where it begins and ends. In bytes, since a
 * character outside ASCII can't be mistaken for a part of the syntax; without recursion, since damage nests as deeply as it likes.
 */
export function scanValue(
  bytes: Uint8Array,
  start: number,
  isSound?: (start: number, end: number) => boolean,
): Scan {
  /** What closes each array and object that is open. */
  const closers: number[] = [];
  let expected: 'value' | 'key' | 'first' | 'colon' | 'next' = 'value';
  for (let at = afterSpace(bytes, start); ; at = afterSpace(bytes, at)) {
    const byte = bytes[at];
    if (byte === undefined) return CUT;
    const closer = closers.at(-1);
    if (byte === closer && (expected === 'first' || expected === 'next')) {
      at++;
      closers.pop();
      if (closers.length === 0) return { kind: 'whole', end: at };
      expected = 'next';
    } else if (expected === 'next') {
      if (byte !== COMMA) return broken(at);
      at++;
      expected = closer === CLOSE_BRACE ? 'key' : 'value';
    } else if (expected === 'colon') {
      if (byte !== COLON) return broken(at);
      at++;
      expected = 'value';
    } else {
      const isKey: boolean = expected === 'key' || (expected === 'first' && closer === CLOSE_BRACE);
      if (isKey && byte !== QUOTE) return broken(at);
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        closers.push(byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET);
        at++;
        expected = 'first';
        continue;
      }
      const token: Scan = byte === QUOTE ? scanString(bytes, at) : scanWord(bytes, at);
      if (token.kind !== 'whole') return token;
      if (isSound?.(at, token.end) === false) return broken(at);
      if (closers.length === 0) return token;
      at = token.end;
      expected = isKey ? 'colon' : 'next';
    }
  }
}

/** The string whose opening quote is at `start`. */
export function scanString(bytes: Uint8Array, start: number): Scan {
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return { kind: 'whole', end: at + 1 };
    if (byte === BACKSLASH) at++;
    else if (byte < 0x20) return broken(at);
  }
  return CUT;
}

/** A number, `true`, `false` or `null`: up to the end of the bytes, more of it may be missing. */
function scanWord(bytes: Uint8Array, start: number): Scan {
  let end = start;
  while (isWordByte(bytes[end])) end++;
  if (end === start) return broken(start);
  return end === bytes.length ? CUT : { kind: 'whole', end };
}

function isWordByte(byte = 0): boolean {
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const lower = byte | 0x20;
  return isDigit || (lower >= 0x61 && lower <= 0x7a) || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}

/** Behind the white space at `at`. */
export function afterSpace(bytes: Uint8Array, at: number): number {
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}
