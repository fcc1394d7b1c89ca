/** What has to be known of characters to break lines of them. Who has words of ours alone need not load what knows of wide ones. */
export interface Script {
  /** Columns of one code point. */
  cellsOf(character: string): number;
  /** Whether a line may end between two characters that no space parts. */
  mayBreakBetween(before: string, after: string): boolean;
}

/**
 * Breaks lines between words while their text comes; where it was split makes no difference. What stands in backticks on a
 * line is to be typed, and to be copied as one line: it stays whole.
 */
export interface LineBreaker {
  /**
   * More text; gives what can be told of it. A word that may not fit is held until it does, or is seen not to; what a
   * backtick begins, until another one ends it, or it is seen to be nothing to type.
   */
  write(text: string): string;
  /** Gives what was held. Spaces at the end of a line are dropped. */
  end(): string;
}

const TAB_STOP = 8;
const BACKTICK = '`';
/** In UTF-16 code units. A backtick may stand alone, and what is shown while it comes shall not wait for long. */
const LONGEST_TO_TYPE = 500;

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
  /** A backtick that may begin what is to be typed, and what came behind it. */
  let toType = '';

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

  const put = (character: string): string => {
    if (character === '\n') {
      const ended = endWord();
      gap = '';
      column = 0;
      return `${ended}\n`;
    }
    if (character === ' ' || character === '\t') {
      const ended = endWord();
      gap += character;
      return ended;
    }
    return part(character) + add(character);
  };
  const putAll = (text: string): string => {
    let broken = '';
    for (const character of text) broken += put(character);
    return broken;
  };
  /** Text that begins with a backtick, and in which no line may end. */
  const keep = (text: string): string => {
    let kept = part(BACKTICK);
    for (const character of text) kept += add(character);
    return kept;
  };
  /** What was held as something to type, and is none. */
  const letGo = (): string => {
    const text = toType;
    toType = '';
    return putAll(text);
  };
  const take = (character: string): string => {
    if (toType === '') {
      if (character !== BACKTICK) return put(character);
      toType = character;
      return '';
    }
    if (character === '\n' || toType.length >= LONGEST_TO_TYPE) return letGo() + take(character);
    toType += character;
    if (character !== BACKTICK) return '';
    // Two in a row have nothing between them.
    if (toType.length === 2) return letGo();
    const whole = toType;
    toType = '';
    return keep(whole);
  };

  return {
    write(text) {
      let broken = '';
      for (const character of text) broken += take(character);
      return broken;
    },
    end() {
      const rest = letGo() + endWord();
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

/** A whole text broken so. */
export function breakLines(text: string, columns: number, script: Script, indent?: number): string {
  const breaker = createLineBreaker(() => columns, script, indent);
  return breaker.write(text) + breaker.end();
}
