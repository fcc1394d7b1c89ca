import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { testHome } from '../helpers/home.ts';
import { openScreen, type Screen } from '../helpers/terminal-emulator.ts';
import { installedEnv, isInstalled } from './completion-real.ts';
import { keep } from './completion-world.ts';

interface RealShell {
  readonly name: string;
  readonly args: readonly string[];
  /** Typed at the first prompt: the completion is switched on, and the prompt becomes `> `. */
  readonly start: string;
  /** What Tab, pressed as often as it takes to see a list, is. */
  readonly list: string;
  /** How the shell writes `my file.txt` behind a name that was begun without quotes. */
  readonly quoted: string;
  /** What stands in its home before it starts. */
  readonly folder?: string;
}

const SHELLS: readonly RealShell[] = [
  {
    name: 'bash',
    args: ['--norc', '--noprofile', '-i'],
    start: `eval "$(ai-chat completion bash)"; PS1='> '`,
    list: '\t\t',
    quoted: 'my\\ file.txt',
  },
  {
    name: 'zsh',
    args: ['-f', '-i'],
    start: `autoload -Uz compinit; compinit -D -u; eval "$(ai-chat completion zsh)"; PS1='> '`,
    list: '\t',
    quoted: 'my\\ file.txt',
  },
  {
    name: 'fish',
    args: ['-i'],
    start: `set -g fish_autosuggestion_enabled 0; ai-chat completion fish | source; function fish_prompt; echo '> '; end`,
    list: '\t',
    quoted: 'my\\ file.txt',
    // Without it, fish makes completions of all the machine's man pages, in a process that outlives the shell.
    folder: '.local/share/fish/generated_completions',
  },
];

const EVIL_TITLE = `$(touch evil) \`touch evil\` "double" 'single' %F{red} \\ : end`;

/** The shell at its prompt, with completion. */
async function open({ name, args, start, folder = '.' }: RealShell): Promise<Screen> {
  mkdirSync(join(testHome().home, folder), { recursive: true });
  const screen = openScreen(name, args, {
    cols: 100,
    cwd: testHome().cwd,
    env: { ...installedEnv(), PS1: '$ ' },
  });
  screen.type(`${start}\r`);
  await screen.until(() => lastLine(screen) === '>');
  screen.type('\f');
  await screen.until(() => screen.lines().join('') === '>');
  return screen;
}

/** The line that is being typed. */
function lastLine(screen: Screen): string {
  return screen.lines()[screen.cursor().row] ?? '';
}

/** Types `keys` behind what is there; resolves when the line reads `> ` and `line`. */
async function type(screen: Screen, keys: string, line: string): Promise<void> {
  screen.type(keys);
  await screen.until(() => lastLine(screen) === `> ${line}`.trimEnd());
}

for (const shell of process.platform === 'win32' ? [] : SHELLS) {
  describe.skipIf(!isInstalled(shell.name))(`in ${shell.name}`, () => {
    beforeEach(() => {
      keep({ name: 'trip', title: 'Three days in Lisbon?', model: 'llama3.2:3b' });
      keep({ name: 'trip-japan', title: 'Kyoto' });
      writeFileSync(join(testHome().cwd, 'my file.txt'), '');
    });

    it('completes commands, options, settings, values, sessions, models and files', async () => {
      const screen = await open(shell);
      await type(screen, 'ai-chat his\t', 'ai-chat history');
      await type(screen, 'exp\t', 'ai-chat history export');
      await type(screen, '--form\t', 'ai-chat history export --format');
      await type(screen, 'js\t', 'ai-chat history export --format json');
      await type(screen, '\x15ai-chat config set mark\t', 'ai-chat config set markdown');
      await type(screen, 'alw\t', 'ai-chat config set markdown always');
      await type(screen, '\x15ai-chat ask --markdown=alw\t', 'ai-chat ask --markdown=always');
      await type(screen, '-m lla\t', 'ai-chat ask --markdown=always -m llama3.2:3b');
      await type(screen, '\x15ai-chat ask -m llama3.2:\t', 'ai-chat ask -m llama3.2:3b');
      await type(screen, '-s trip-\t', 'ai-chat ask -m llama3.2:3b -s trip-japan');
      await type(screen, `\x15ai-chat ask -f my\t`, `ai-chat ask -f ${shell.quoted}`);
      await type(screen, `\x15ai-chat ask --output=my\t`, `ai-chat ask --output=${shell.quoted}`);
      await type(screen, `\x15ai-chat history import my\t`, `ai-chat history import ${shell.quoted}`);
      await type(screen, '\x15ai-chat history show "trip-\t', 'ai-chat history show "trip-japan"');
    });

    it('offers no files where none belong, and nothing where anything does', async () => {
      const screen = await open(shell);
      await type(screen, 'ai-chat history my\t\tX', 'ai-chat history myX');
      await type(screen, '\x15ai-chat ask my\t\tX', 'ai-chat ask myX');
      await type(screen, '\x15ai-chat ask -s my\t\tX', 'ai-chat ask -s myX');
    });

    it('lists words with what they are, and evaluates nothing', async () => {
      keep({ name: '$(touch evil)', id: 'zzzz0001', title: EVIL_TITLE });
      keep({ name: ';touch evil', id: 'zzzz0002', title: 'a\nb\u001b]0;evil\u0007' });
      const screen = await open(shell);
      screen.type(`ai-chat history show ${shell.list}`);
      await screen.until(/trip +.*Three days in Lisbon\?/);
      await screen.until(/trip-japan +.*Kyoto/);
      await screen.until(() => screen.lines().some((line) => line.includes(EVIL_TITLE)));
      await screen.until('a␊b␛]0;evil␇');
      expect(screen.title).not.toContain('evil');
      await type(screen, `\x15ai-chat history show zzzz0001\t\r`, '');
      await screen.until('hello');
      expect(existsSync(join(testHome().cwd, 'evil'))).toBe(false);
    });

    it('lists what was used last first, also where two have the same title', async () => {
      const ids = ['zzzz0001', 'mmmm0001', 'nnnn0001', 'bbbb0001'];
      for (const id of ids) keep({ id, title: id.startsWith('n') ? 'hello' : 'hi' });
      const screen = await open(shell);
      screen.type(`ai-chat history show ${shell.list}`);
      await screen.until(() => ids.every((id) => screen.lines().some((line) => line.includes(id))));
      const place = (id: string) => {
        const row = screen.lines().findIndex((line) => line.includes(id));
        return (screen.lines()[row]?.indexOf(id) ?? 0) * 100 + row;
      };
      expect([...ids].sort((one, other) => place(one) - place(other))).toEqual(ids);
    });
  });
}
