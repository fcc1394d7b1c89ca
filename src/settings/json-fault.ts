/** Where a text stops being JSON. */
export interface JsonFault {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters; what is wrong begins there. */
  readonly column: number;
  /** Nothing is wrong but that the text ends there. */
  readonly isEnd: boolean;
}

const SPACE = /[ \t\r\n]*/y;
/** A mark, a string, a number or a word (RFC 8259), whole. */
const TOKEN =
  /[{}[\],:]|"[ !#-[\]-\u{10ffff}]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[ !#-[\]-\u{10ffff}]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/uy;

type Expected = 'value' | 'key' | 'first' | 'colon' | 'next' | 'end';

/**
 * Finds the first fault in a text; undefined in JSON. `JSON.parse` tells the place only in its message, in other words with every
 * version of Node, in some not at all, and repeats what stands there.
 */
export function jsonFault(text: string): JsonFault | undefined {
  /** What closes each array and object that is open. */
  const closers: string[] = [];
  let expected: Expected = 'value';
  for (let at = 0; ; ) {
    at += matchAt(SPACE, text, at)?.length ?? 0;
    if (at === text.length) return expected === 'end' ? undefined : faultAt(text, at);
    const token = matchAt(TOKEN, text, at);
    const next: Expected | undefined = token === undefined ? undefined : behind(token, expected, closers);
    if (token === undefined || next === undefined) return faultAt(text, at);
    at += token.length;
    expected = next;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** What may follow `token`; undefined where it may not stand itself. */
function behind(token: string, expected: Expected, closers: string[]): Expected | undefined {
  const closer = closers.at(-1);
  if (token === ',') return expected !== 'next' ? undefined : closer === '}' ? 'key' : 'value';
  if (token === ':') return expected === 'colon' ? 'value' : undefined;
  if (token === '}' || token === ']') {
    if (token !== closer || (expected !== 'first' && expected !== 'next')) return undefined;
    closers.pop();
    return behindValue(closers);
  }
  if (expected === 'key' || (expected === 'first' && closer === '}'))
    return token.startsWith('"') ? 'colon' : undefined;
  if (expected !== 'value' && expected !== 'first') return undefined;
  if (token !== '{' && token !== '[') return behindValue(closers);
  closers.push(token === '{' ? '}' : ']');
  return 'first';
}

function behindValue(closers: readonly string[]): Expected {
  return closers.length === 0 ? 'end' : 'next';
}

function faultAt(text: string, at: number): JsonFault {
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  return {
    line: lines.length,
    column: Array.from(lines.at(-1) ?? '').length + 1,
    isEnd: at === text.length,
  };
}
