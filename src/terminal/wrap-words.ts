import { stringWidth } from './width.ts';

/** One line of text broken at its spaces for a window of `columns`; all lines but the first begin with `indent` spaces. */
export function wrapWords(text: string, columns: number, indent = 0): string {
  const [first = '', ...words] = text.split(' ');
  let wrapped = first;
  let width = stringWidth(first);
  for (const word of words) {
    const wordWidth = stringWidth(word);
    // The last column stays empty: some terminals wrap there, some do not.
    const breaks = width > indent && width + 1 + wordWidth >= columns;
    wrapped += `${breaks ? `\n${' '.repeat(indent)}` : ' '}${word}`;
    width = (breaks ? indent : width + 1) + wordWidth;
  }
  return wrapped;
}
