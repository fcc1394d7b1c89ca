/** What a terminal sends for the keys that have no character of their own. */
export const CTRL_C = '\u0003';
export const CTRL_D = '\u0004';
export const CTRL_G = '\u0007';
export const CTRL_N = '\u000e';
export const CTRL_R = '\u0012';
export const CTRL_U = '\u0015';
export const CTRL_Z = '\u001a';
export const ESCAPE = '\u001b';
export const UP = '\u001b[A';
export const DOWN = '\u001b[B';
export const RIGHT = '\u001b[C';
export const LEFT = '\u001b[D';
