import type { Command } from 'commander';
import { SETTINGS } from '../settings/table.ts';

const FLAG = '--markdown';
const VALUES: readonly string[] = SETTINGS.markdown.choices ?? [];

/**
 * The arguments with the value that a bare `--markdown` has. Commander would take the word behind it for one, and in
 * `ask --markdown "How far is the moon?"` that is the question. A value of one of `program`'s other options stays as it is.
 */
export function withMarkdownValue(argv: readonly string[], program: Command): string[] {
  const words = [...argv];
  if (!words.includes(FLAG)) return words;
  const valued = flagsWithValue(program);
  for (let at = 0; at < words.length && words[at] !== '--'; at += 1) {
    if (takesNext(words[at] ?? '', valued)) at += 1;
    else if (words[at] === FLAG && !VALUES.includes(words[at + 1] ?? '')) words[at] = `${FLAG}=always`;
  }
  return words;
}

/** Whether a flag's value comes behind `word`: of `-qo` too, but not of `-oq`, which has one. */
function takesNext(word: string, valued: ReadonlySet<string>): boolean {
  if (!/^-[a-z]{2,}$/i.test(word)) return valued.has(word);
  return [...word].findIndex((letter) => valued.has(`-${letter}`)) === word.length - 1;
}

function flagsWithValue({ options, commands }: Command): Set<string> {
  const own = options
    .filter(({ required }) => required)
    .flatMap(({ short, long }) => [short ?? '', long ?? '']);
  return new Set([...own, ...commands.flatMap((command) => [...flagsWithValue(command)])]);
}
