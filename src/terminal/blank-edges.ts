/** Takes away the blank lines around a text while it comes; where it was split makes no difference. */
export interface EdgeTrimmer {
  /**
   * More text; gives what can be told of it. White space waits for what follows it, and is dropped at the end. The first line
   * keeps its indentation.
   */
  write(text: string): string;
}

export function createEdgeTrimmer(): EdgeTrimmer {
  let waiting = '';
  let hasBegun = false;
  return {
    write(text) {
      const length = text.trimEnd().length;
      if (length === 0) {
        waiting += text;
        return '';
      }
      const whole = waiting + text.slice(0, length);
      waiting = text.slice(length);
      if (hasBegun) return whole;
      hasBegun = true;
      return whole.replace(/^\s*\n/, '');
    },
  };
}

/** The same of a whole text. */
export function withoutBlankEdges(text: string): string {
  return createEdgeTrimmer().write(text);
}
