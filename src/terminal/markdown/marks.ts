/** What is drawn, and not written: with box-drawing characters, or, without a UTF-8 locale, in ASCII. */
export interface Marks {
  /** By depth. */
  readonly bullets: readonly [string, ...string[]];
  readonly bar: string;
  readonly horizontal: string;
  readonly vertical: string;
  readonly cross: string;
}

export function createMarks(unicode: boolean): Marks {
  return unicode ? UNICODE : ASCII;
}

const UNICODE: Marks = { bullets: ['•', '◦', '▪'], bar: '│', horizontal: '─', vertical: '│', cross: '┼' };
const ASCII: Marks = { bullets: ['-', '*', '+'], bar: '|', horizontal: '-', vertical: '|', cross: '+' };
