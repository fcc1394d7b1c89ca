/**
 * One line of text broken at its spaces for a window of `columns`; all lines but the first begin with `indent` spaces.
 * `widthOf` gives the columns of a word: who has words of ours alone need not load what knows of wide characters.
 */
export function breakLines(
  text: string,
  columns: number,
  indent: number,
  widthOf: (word: string) => number,
): string {
  const [first = '', ...words] = text.split(' ');
  let broken = first;
  let width = widthOf(first);
  for (const word of words) {
    const wordWidth = widthOf(word);
    // The last column stays empty: some terminals wrap there, some do not.
    const breaks = width > indent && width + 1 + wordWidth >= columns;
    broken += `${breaks ? `\n${' '.repeat(indent)}` : ' '}${word}`;
    width = (breaks ? indent : width + 1) + wordWidth;
  }
  return broken;
}
