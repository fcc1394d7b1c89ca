/**
 * From the beginning of a row: clears it and all below it, and stays there. The row goes first, and what is below from its second
 * column: tmux takes a screen that is cleared from its first character for one to keep, so that each row of it would stand in
 * what is scrolled back to twice.
 */
export const CLEAR_FROM_ROW = '\x1b[K\x1b[2G\x1b[J\x1b[G';
