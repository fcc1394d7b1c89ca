import type { App } from '../app.ts';
import { nearest } from '../conversation/nearest.ts';
import { CliError } from '../errors.ts';
import { answerFor } from './completion/answer.ts';
import { bash } from './completion/bash.ts';
import type { CommandNode } from './completion/command-tree.ts';
import { fish } from './completion/fish.ts';
import { powershell } from './completion/powershell.ts';
import type { Shell } from './completion/shell.ts';
import type { SettingWords } from './completion/values.ts';
import { zsh } from './completion/zsh.ts';
import { print } from './shared/print.ts';

export interface CompletionOptions {
  readonly shell: string;
  /** Empty: the script is printed. Else the command line to complete, up to the cursor. */
  readonly words: readonly string[];
  /** The whole command line. */
  readonly program: CommandNode;
  readonly settings: readonly SettingWords[];
}

const SHELLS: ReadonlyMap<string, Shell> = new Map([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
  ['powershell', powershell],
]);
const NAMES = [...SHELLS.keys()];

/** `ai-chat completion`: the script for a shell, or what it asks for at a Tab. */
export async function run(
  { shell: name, words, program, settings }: CompletionOptions,
  app: App,
): Promise<number> {
  const shell = SHELLS.get(name);
  if (!shell) throw unknownShell(name);
  if (words.length === 0) {
    await print(app, shell.script);
    return 0;
  }
  const [command, ...rest] = shell.readWords?.(words) ?? words;
  if (command !== program.name()) {
    throw new CliError('usage', 'a command line to complete begins with `ai-chat`', {
      hint: `\`ai-chat completion ${name}\` alone prints the script`,
    });
  }
  try {
    await print(app, await answerFor(rest, shell, program, { settings, shells: NAMES }, app));
  } catch (error) {
    // Whatever is wrong, a Tab is not the moment to say so: it would be written into the line that is typed.
    if (app.options.debug) throw error;
  }
  return 0;
}

function unknownShell(name: string): CliError {
  const near = nearest(name, NAMES);
  return new CliError(
    'usage',
    `there is no completion for \`${name}\`, only for bash, zsh, fish and powershell`,
    {
      hint: near
        ? `did you mean \`ai-chat completion ${near}\`?`
        : '`ai-chat completion --help` shows how to use one',
    },
  );
}
