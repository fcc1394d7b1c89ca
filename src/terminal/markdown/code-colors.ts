import type { Theme } from './theme.ts';

/** Parameters of SGR for what stands out in code, and for what is not to catch the eye anywhere. */
export interface CodeColors {
  readonly keyword: string;
  readonly string: string;
  readonly number: string;
  readonly name: string;
  readonly type: string;
  readonly attribute: string;
  readonly comment: string;
  readonly addition: string;
  readonly deletion: string;
  /** Addresses, footnote marks, frames. */
  readonly faint: string;
}

/**
 * Colours 16 to 255 are the same everywhere. On the backgrounds that terminals come with, these have a contrast of
 * 4.5 : 1 (WCAG 2.2, 1.4.3); where the background is not known, one of 3 : 1 on light ones and dark ones alike, and no
 * colour has more on both.
 */
const FIXED: Readonly<Record<Theme, CodeColors>> = {
  dark: colors({
    keyword: 177,
    string: 114,
    number: 215,
    name: 75,
    type: 222,
    attribute: 80,
    comment: 247,
    addition: 114,
    deletion: 210,
    faint: 247,
  }),
  light: colors({
    keyword: 91,
    string: 22,
    number: 124,
    name: 25,
    type: 94,
    attribute: 24,
    comment: 241,
    addition: 22,
    deletion: 124,
    faint: 241,
  }),
  unknown: colors({
    keyword: 134,
    string: 65,
    number: 166,
    name: 32,
    type: 167,
    attribute: 31,
    comment: 244,
    addition: 65,
    deletion: 167,
    faint: 244,
  }),
};

/** The 16 that every terminal has look as its user chose. Yellow and the bright ones can't be read on white, dark blue not on black. */
const USERS_DARK: CodeColors = {
  keyword: '95',
  string: '32',
  number: '33',
  name: '94',
  type: '96',
  attribute: '36',
  comment: '2',
  addition: '32',
  deletion: '31',
  faint: '2',
};
const USERS: Readonly<Record<Theme, CodeColors>> = {
  dark: USERS_DARK,
  light: { ...USERS_DARK, keyword: '35', number: '31', name: '34', type: '36' },
  // Terminals of so few colours are mostly dark ones, such as Linux's own.
  unknown: USERS_DARK,
};

/** The colours for a background and a terminal: with 256 of them, or 16. */
export function codeColors(theme: Theme, depth: 16 | 256): CodeColors {
  return (depth === 256 ? FIXED : USERS)[theme];
}

function colors(numbers: Readonly<Record<keyof CodeColors, number>>): CodeColors {
  const entries = Object.entries(numbers).map(([name, number]) => [name, `38;5;${number}`]);
  return Object.fromEntries(entries) as Readonly<Record<keyof CodeColors, string>>;
}
