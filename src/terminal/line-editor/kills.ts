/** Texts that were killed, the last first. */
export type Kills = readonly string[];

/** One of them that was brought back. */
export interface Yanked {
  /** Where in the line it begins. */
  readonly start: number;
  /** Which of the kills it is. */
  readonly index: number;
}

const MOST = 30;

/** Adds `text`; a kill that goes on from the last one makes one text with it, `before` in front of it. */
export function withKill(
  kills: Kills,
  text: string,
  { goesOn, before }: { readonly goesOn: boolean; readonly before: boolean },
): Kills {
  if (text === '') return kills;
  const [last = '', ...older] = goesOn ? kills : ['', ...kills];
  return [before ? text + last : last + text, ...older].slice(0, MOST);
}
