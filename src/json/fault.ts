import { afterSpace, scanValue } from './scan.ts';

/** Where a text stops being JSON. */
export interface JsonFault {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. All before it could go on as JSON; a number or a word that is none begins there, or a string that is none for an escape in it. */
  readonly column: number;
  /** Nothing is wrong but that the text ends there. */
  readonly isEnd: boolean;
}

/**
 * Finds the first fault in a text; undefined in JSON. `JSON.parse` tells the place only in its message, in other words with every
 * version of Node, in some not at all, and repeats what stands there.
 */
export function jsonFault(text: string): JsonFault | undefined {
  // A space ends a number or a word that the text ends with, and nothing else.
  const bytes = new TextEncoder().encode(`${text} `);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const textOf = (start: number, end: number) => decoder.decode(bytes.subarray(start, end));
  const scan = scanValue(bytes, 0, (start, end) => isJson(textOf(start, end)));
  // Where something is missing: a line that was not begun is none of the file's.
  if (scan.kind === 'cut') return faultBehind(text.trimEnd(), true);
  const at = scan.kind === 'whole' ? afterSpace(bytes, scan.end) : scan.at;
  return at === bytes.length ? undefined : faultBehind(textOf(0, at), false);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function faultBehind(text: string, isEnd: boolean): JsonFault {
  const lines = text.split(/\r\n|\r|\n/);
  return { line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1, isEnd };
}
