/**
 * What makes text from a model, a file or the store safe to show. Characters that could steer the terminal or
 * deceive the eye become visible stand-ins; colours and links come from ai-chat alone.
 *
 * Replaced are C0 but newline and tab, DEL, C1 (U+0080–9F), line and paragraph separators (U+2028/2029), the
 * characters with Unicode's Bidi_Control property (U+061C, 200E, 200F, 202A–202E, 2066–2069) and tag characters
 * (U+E0000–E007F, also in the flags of England, Scotland and Wales: they can hide a text). CR LF is a newline; a CR
 * alone is shown. Half a surrogate pair becomes U+FFFD. What only shapes text stays: joiners (U+200D), variation
 * selectors, combining marks, a byte order mark.
 */

const SHOWN_AS_SUCH = String.raw`\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\p{Cs}\u{e0000}-\u{e007f}`;
/** `\p{Cs}` in a `u` expression is a surrogate without its other half. */
const UNSAFE = new RegExp(String.raw`[\0-\x08\x0b-\x1f${SHOWN_AS_SUCH}]`, 'u');
const UNSAFE_PARTS = new RegExp(String.raw`\r\n|[\0-\x08\x0b-\x1f${SHOWN_AS_SUCH}]`, 'gu');
const UNSAFE_IN_LINE = new RegExp(String.raw`[\0-\x1f${SHOWN_AS_SUCH}]`, 'u');
/** A CR, or the first half of a pair, at the end of a chunk: the next chunk tells what it is. */
const UNDECIDED_END = /[\r\ud800-\udbff]$/;

const CONTROL_PICTURES = 0x2400;
const DELETE = 0x7f;
const DELETE_PICTURE = '␡';

/** Makes a stream of text safe, chunk by chunk; where it was split makes no difference. */
export interface Sanitizer {
  /** Gives what can be told of `text` so far; a trailing CR or half a surrogate pair waits for the next chunk. */
  write(text: string): string;
  /** Gives what still waited. */
  end(): string;
}

export function createSanitizer(): Sanitizer {
  let waiting = '';
  return {
    write(text) {
      if (text === '') return '';
      const whole = waiting + text;
      waiting = UNDECIDED_END.exec(whole)?.[0] ?? '';
      return sanitizeBlock(waiting === '' ? whole : whole.slice(0, -1));
    },
    end() {
      const rest = waiting;
      waiting = '';
      return sanitizeBlock(rest);
    },
  };
}

/** A text of several lines: newlines and tabs stay, all else that is unsafe is made visible. */
export function sanitizeBlock(text: string): string {
  return UNSAFE.test(text) ? text.replace(UNSAFE_PARTS, visible) : text;
}

/**
 * A name, a title, a message: newlines and tabs are made visible too. Longer than `maxLength` characters (as a
 * reader counts them: grapheme clusters), it is cut and ends in an ellipsis, which counts.
 */
export function sanitizeLine(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const line = UNSAFE_IN_LINE.test(text) ? sanitizeBlock(text).replace(/[\n\t]/g, visible) : text;
  return line.length <= maxLength ? line : cut(line, maxLength);
}

function visible(unsafe: string): string {
  if (unsafe === '\r\n') return '\n';
  const code = unsafe.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(CONTROL_PICTURES + code);
  if (code === DELETE) return DELETE_PICTURE;
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

function cut(line: string, maxLength: number): string {
  let count = 0;
  let keptEnd = 0;
  for (const { index } of new Intl.Segmenter().segment(line)) {
    if (count === maxLength) return `${line.slice(0, keptEnd)}…`;
    if (count === maxLength - 1) keptEnd = index;
    count += 1;
  }
  return line;
}
