import { CliError } from '../errors.ts';

/** What JSON.stringify leaves as it is, and a terminal or the eye could be steered by; see sanitize.ts. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\udb40[\udc00-\udc7f]/g;

/**
 * `value` as JSON whose text is safe to show: what could steer a terminal stands as `\uXXXX`, which means the same.
 * Throws `usage` for what is too large, or nested too deeply, to be written.
 */
export function jsonText(value: unknown, indent?: number): string {
  return stringify(value, indent).replace(UNSAFE, (characters) =>
    Array.from({ length: characters.length }, (_, at) => escapeUnit(characters.charCodeAt(at))).join(''),
  );
}

function stringify(value: unknown, indent?: number): string {
  try {
    return JSON.stringify(value, null, indent);
  } catch (cause) {
    // Half a gigabyte is the longest string there is, and what is in a file may be nested deeper than the stack.
    if (!(cause instanceof RangeError)) throw cause;
    throw new CliError('usage', 'this is too large or too deeply nested to be written as JSON', { cause });
  }
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
