/** Command lines: words that it knows in any order, and words that nobody expects. */
import { relative, resolve } from 'node:path';
import fc from 'fast-check';
import { text } from './arbitraries.ts';
import type { World } from './world.ts';

/** Words of the command line; those that name a server or open an editor are left to others. */
const WORDS =
  'ask chat history config completion list show search export import rename delete clear get set unset path trust bash zsh fish powershell last mine help model apiKey timeout markdown temperature maxTokens in.json file.txt out.txt 1 0 -1 30d always'.split(
    ' ',
  );
const FLAGS =
  '-s --session -c --continue -f --file -o --output --json --jsonl --no-stream --no-save --no-stdin -q --quiet --demo -m --model --system -t --temperature --max-tokens --timeout --max-retries --markdown --no-markdown --new -r --resume -n --limit --format --older-than -y --yes --remove --debug --no-color -V --version -h --help -- - --output= --session= -oout.txt --insecure-http'.split(
    ' ',
  );
const word = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 4, arbitrary: fc.constantFrom(...FLAGS) },
  { weight: 2, arbitrary: text },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...FLAGS), text).map((parts) => parts.join('=')) },
);
/** Outside of this world a file may be written where it was asked for, and harm is done to the machine. */
const staysHere = (word: string) => !/(^|[/=o])(\.\.|[/\\~])/.test(word);

export const commandLine: fc.Arbitrary<string[]> = fc
  .tuple(
    fc.constantFrom([], ['ask'], ['chat'], ['history'], ['config'], ['completion']),
    fc.array(word.filter(staysHere), { maxLength: 6 }),
  )
  .map(([command, rest]) => [...command, ...rest]);

/** Files that the command line may have asked for: any word, or what is behind the `=` or the `-o` of one. */
export function askedFor(words: readonly string[], world: World): readonly string[] {
  return (
    words
      .flatMap((each) => [each, each.replace(/^[^=]*=/, ''), each.replace(/^-[a-z]*?o/, '')])
      .filter((path) => path !== '' && !path.includes('\0'))
      // As the system writes it: half a character is none there.
      .map((path) => relative(world.home, resolve(world.cwd, Buffer.from(path).toString())))
  );
}
