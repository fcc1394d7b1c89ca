/** What has to be known of characters to break lines of them. Who has words of ours alone need not load what knows of wide ones. */
export interface Script {
  /** Columns of one code point. */
  cellsOf(character: string): number;
  /** Whether a line may end between two characters that no space parts. */
  mayBreakBetween(before: string, after: string): boolean;
}

/** Breaks lines between words while their text comes; where it was split makes no difference. */
export interface LineBreaker {
  /** More text; gives what can be told of it. A word that may not fit is held until it does, or is seen not to. */
  write(text: string): string;
  /** The same for text in which no line may end. */
  keep(text: string): string;
  /** Gives what was held. Spaces at the end of a line are dropped. */
  end(): string;
}

const TAB_STOP = 8;

/**
 * For a window of `columns`, read anew at each character. All lines that it begins have `indent` spaces in front; without, as
 * many as the line that it breaks has. A word that is wider than the window stays whole: the terminal wraps it, and it can still be copied.
 */
export function createLineBreaker(columns: () => number, script: Script, indent?: number): LineBreaker {
  /** Where the next character goes. */
  let column = 0;
  let margin = indent ?? 0;
  /** White space before the word. */
  let gap = '';
  /** What of the word is held. */
  let word = '';
  let wordCells = 0;
  /** Whether it is known in which line the word stands. */
  let isPlaced = true;
  /** The last character of the word; none between words. */
  let last = '';

  const beginWord = (): string => {
    if (column === 0 && indent === undefined) margin = Math.min(behind(gap, 0), Math.floor(columns() / 2));
    isPlaced = column <= margin;
    if (!isPlaced) return '';
    column = behind(gap, column);
    return takeGap();
  };
  const endWord = (): string => {
    last = '';
    if (isPlaced) return '';
    column = behind(gap, column) + wordCells;
    return takeGap() + takeWord();
  };
  const add = (character: string): string => {
    const begun = last === '' ? beginWord() : '';
    const cells = script.cellsOf(character);
    last = character;
    if (isPlaced) {
      column += cells;
      return begun + character;
    }
    word += character;
    wordCells += cells;
    // The last column stays empty: some terminals wrap there, some do not.
    if (behind(gap, column) + wordCells < columns()) return '';
    gap = '';
    column = margin + wordCells;
    return `\n${' '.repeat(margin)}${takeWord()}`;
  };
  const takeGap = (): string => {
    const taken = gap;
    gap = '';
    return taken;
  };
  const takeWord = (): string => {
    const taken = word;
    word = '';
    wordCells = 0;
    isPlaced = true;
    return taken;
  };
  /** Ends the word where the next one begins without a space. */
  const part = (next: string): string => (last !== '' && script.mayBreakBetween(last, next) ? endWord() : '');

  return {
    write(text) {
      let broken = '';
      for (const character of text) {
        if (character === '\n') {
          broken += `${endWord()}\n`;
          gap = '';
          column = 0;
        } else if (character === ' ' || character === '\t') {
          broken += endWord();
          gap += character;
        } else {
          broken += part(character) + add(character);
        }
      }
      return broken;
    },
    keep(text) {
      let kept = '';
      for (const character of text) kept += kept === '' ? part(character) + add(character) : add(character);
      return kept;
    },
    end() {
      const rest = endWord();
      gap = '';
      return rest;
    },
  };
}

/** The column behind white space that begins at `column`. */
function behind(gap: string, column: number): number {
  if (!gap.includes('\t')) return column + gap.length;
  let at = column;
  for (const space of gap) at = space === '\t' ? at - (at % TAB_STOP) + TAB_STOP : at + 1;
  return at;
}

/** What is to be typed stands in backticks, and is to be copied as one line. */
const TO_TYPE = /(`[^`\n]+`)/;

/** A whole text broken so; what it has in backticks stays whole. */
export function breakLines(text: string, columns: number, script: Script, indent?: number): string {
  const breaker = createLineBreaker(() => columns, script, indent);
  const broken = text
    .split(TO_TYPE)
    .map((part, index) => (index % 2 === 0 ? breaker.write(part) : breaker.keep(part)));
  return broken.join('') + breaker.end();
}
