import { fuzzyFind } from '../../../terminal/fuzzy.ts';
import type { Candidate } from '../../../terminal/line-editor/line-editor.ts';
import { SLASH_COMMANDS } from '../slash-commands.ts';

/** The commands that `typed`, a slash and more, may mean: those that begin so; only where none does, those that hold its letters. */
export function commandCandidates(typed: string): readonly Candidate[] {
  const begun = begunBy(typed);
  const found = begun.length > 0 ? begun : fuzzyFind(typed.slice(1), SLASH_COMMANDS, ({ name }) => [name]);
  return found.map(({ name, argument, help }) => ({
    text: argument ? `/${name} ` : `/${name}`,
    label: `/${name}`,
    description: help,
  }));
}

/** The rest of the first command that begins so; undefined where there is none, and behind a bare slash. */
export function commandHint(text: string): string | undefined {
  return /^\/[a-z]+$/.test(text) ? begunBy(text)[0]?.name.slice(text.length - 1) : undefined;
}

function begunBy(typed: string) {
  return SLASH_COMMANDS.filter(({ name }) => name.startsWith(typed.slice(1)));
}
