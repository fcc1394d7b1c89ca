/** A text that passed its check, as a value; or what it would have to be, to follow "must be". */
export type Checked<T> = { readonly value: T } | { readonly mustBe: string };

// What the usual ways of writing a decimal have in common, and nothing that only Number() takes: '', '0x10', 'Infinity'.
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** Printable ASCII without the space: all that an HTTP header carries unharmed (RFC 9110, section 5.5). */
const KEY = /^[\u0021-\u007e]+$/;

/** A decimal that is `fits`. */
export function decimal(fits: (value: number) => boolean, mustBe: string): (text: string) => Checked<number> {
  return (text) => {
    const trimmed = text.trim();
    // Adding 0 turns -0 into 0.
    const value = DECIMAL.test(trimmed) ? Number(trimmed) + 0 : Number.NaN;
    return fits(value) ? { value } : { mustBe };
  };
}

/** A whole number from `least` to `most`, in digits. */
export function wholeNumber(least: number, most: number, mustBe: string): (text: string) => Checked<number> {
  return (text) => {
    const trimmed = text.trim();
    const value = Number(trimmed);
    return /^\d+$/.test(trimmed) && value >= least && value <= most ? { value } : { mustBe };
  };
}

/** One of `words`, in any case. */
export function oneOf<Word extends string>(...words: readonly Word[]): (text: string) => Checked<Word> {
  return (text) => {
    const wanted = text.trim().toLowerCase();
    const value = words.find((word) => word === wanted);
    return value === undefined ? { mustBe: words.join(', ').replace(/, (?=[^,]*$)/, ' or ') } : { value };
  };
}

/** One line that is not empty. */
export function oneLine(mustBe: string): (text: string) => Checked<string> {
  return (text) => {
    const value = text.trim();
    return value === '' || CONTROL_CHARACTER.test(value) ? { mustBe } : { value };
  };
}

/** Any text, the empty one too, as it is. */
export function anyText(text: string): Checked<string> {
  return { value: text };
}

/** An API key. */
export function checkKey(text: string): Checked<string> {
  const value = text.trim();
  if (value === '') return { mustBe: 'a key, not empty' };
  return KEY.test(value) ? { value } : { mustBe: 'printable ASCII without spaces' };
}
