/** How a piece of text looks. */
export interface Style {
  /** Parameters of SGR; `''` for plain. */
  readonly sgr: string;
  /** Where an OSC 8 link goes; `''` for no link. Percent-encoded by whoever made it, see link-target.ts. */
  readonly url: string;
}

export const PLAIN: Style = { sgr: '', url: '' };

/** Text of one look; a newline in it ends the row. It is sanitised. */
export interface Run {
  readonly text: string;
  readonly style: Style;
}

export function withSgr(style: Style, sgr: string): Style {
  if (sgr === '') return style;
  return { sgr: style.sgr === '' ? sgr : `${style.sgr};${sgr}`, url: style.url };
}

export function withUrl(style: Style, url: string): Style {
  return url === '' ? style : { sgr: style.sgr, url };
}

/** The runs as the terminal gets them. Every look ends where its run ends, so that rows can be rewritten one by one. */
export function paint(runs: readonly Run[]): string {
  let painted = '';
  for (let index = 0; index < runs.length; index++) {
    const run = runs[index];
    if (run === undefined) break;
    const { style } = run;
    let { text } = run;
    for (let next = runs[index + 1]; next?.style === style; next = runs[index + 1]) {
      text += next.text;
      index += 1;
    }
    painted += paintText(text, style);
  }
  return painted;
}

function paintText(text: string, { sgr, url }: Style): string {
  const colored = sgr === '' ? text : `\x1b[${sgr}m${text}\x1b[0m`;
  return url === '' ? colored : `\x1b]8;;${url}\x1b\\${colored}\x1b]8;;\x1b\\`;
}

/** The runs after those that show `shown`, a text without spaces; undefined where they show something else. */
export function runsBehind(shown: string, runs: readonly Run[]): Run[] | undefined {
  let found = 0;
  for (const [index, { text, style }] of runs.entries()) {
    for (let position = 0; position < text.length; position++) {
      if (found === shown.length) return [{ text: text.slice(position), style }, ...runs.slice(index + 1)];
      const character = text.charAt(position);
      if (/\s/.test(character)) continue;
      if (character !== shown[found]) return undefined;
      found += 1;
    }
  }
  return found === shown.length ? [] : undefined;
}

/** What the runs show. */
export function textOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('');
}

/** What a painted row shows. */
export function unpainted(row: string): string {
  return row.replace(SEQUENCES, '');
}

/** What a painted row has between its texts. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences that were written above
export const SEQUENCES = /\x1b(?:\[[\d;]*m|\]8;;[^\x1b]*\x1b\\)/g;
