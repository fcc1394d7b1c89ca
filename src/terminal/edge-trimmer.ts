/** Takes away the blank lines around a text while it comes; where it was split makes no difference. */
export interface EdgeTrimmer {
  /** More text; gives what can be told of it. White space waits for what follows it, and is dropped at the end. */
  write(text: string): string;
}

/** Gives of a text in pieces what `withoutBlankEdges` gives of the whole. */
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
