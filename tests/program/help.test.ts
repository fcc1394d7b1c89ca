import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/program/declare.ts';
import { EXAMPLES } from '../../src/program/help/examples.ts';
import { keepHelp } from '../../src/program/help/help.ts';

const newProgram = () =>
  createProgram(
    () => true,
    async () => {},
  );

/** Every command with the words that name it. */
function commandsOf(command: Command, path: readonly string[] = []): [path: string[], command: Command][] {
  const below = command.commands.flatMap((child) => commandsOf(child, [...path, child.name()]));
  return [[[...path], command], ...below];
}

/** What `--help` behind `path` prints. */
async function help(path: readonly string[], width: number): Promise<string> {
  const program = newProgram();
  const text = keepHelp(program, width);
  await program.parseAsync([...path, '--help'], { from: 'user' }).catch(() => {});
  return text();
}

const all = commandsOf(newProgram());

it('has examples for every command, and for nothing else', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(all.map(([path]) => ['ai-chat', ...path].join(' ')).sort());
});

describe.each(all.map(([path, command]) => [path.join(' '), command] as const))(
  'ai-chat %s --help',
  (path, command) => {
    const words = path.split(' ').filter(Boolean);

    it.each([100, 80, 40])('fits into %i columns, but for command lines to copy', async (width) => {
      const lines = (await help(words, width)).split('\n');
      const tooLong = lines.filter((line) => line.length > width && !/^ {2}\$ /.test(line));
      // No word of ours is longer than a narrow window, but a flag or an address may be.
      expect(tooLong.filter((line) => line.trim().includes(' ') && !line.startsWith('  -'))).toEqual([]);
      if (width >= 80) expect(lines.filter((line) => line.length > width)).toEqual([]);
    });

    it('names every command and option once, under a heading', async () => {
      const lines = (await help(words, 80)).split('\n');
      const items = lines
        .filter((line) => /^ {2}[\w-]/.test(line))
        .map((line) => line.trim().split(/ {2,}/)[0]);
      expect(new Set(items).size).toBe(items.length);
      for (const { flags } of command.options) expect(items).toContain(flags);
      for (const child of command.commands) {
        expect(items.filter((item) => item?.split(' ')[0] === child.name())).toHaveLength(1);
      }
      for (const flags of ['-h, --help', '--debug', '--no-color']) expect(items).toContain(flags);
      expect(lines.filter((line) => /^[A-Z][a-z ]+:/.test(line)).slice(-1)[0]).toMatch(/^Examples?:$/);
    });
  },
);

it('groups what belongs together, in one order', async () => {
  const headings = (text: string) => text.split('\n').filter((line) => /^\S.*:$/.test(line));
  expect(headings(await help([], 80))).toEqual(['Talk:', 'Keep:', 'Set up:', 'General:', 'Examples:']);
  expect(headings(await help(['ask'], 80))).toEqual([
    'Arguments:',
    'Conversation:',
    'Input:',
    'Output:',
    'Model and server:',
    'General:',
    'Examples:',
  ]);
});

it('puts explanations beside their terms, and below them in a narrow window', async () => {
  expect(await help(['chat'], 80)).toContain('\n  -c, --continue               go on with the conversation');
  expect(await help(['chat'], 40)).toContain(
    '\n  -c, --continue\n      go on with the conversation used\n      last\n',
  );
  expect(await help([], 40)).toContain('\n  # talk; helps to set up at first\n  $ ai-chat chat\n');
});

it('says in the same words as the manual page what an option takes, and what it is without', async () => {
  const oneLine = (text: string) => text.replace(/\s+/g, ' ');
  expect(oneLine(await help(['history', 'export'], 80))).toContain(
    '--format <format> how to write it; without it, as the name of the file ends, else md (md, html or json)',
  );
  expect(oneLine(await help(['history', 'list'], 80))).toContain('how many; 0 is all (default: 20)');
  expect(oneLine(await help([], 80))).toContain('NO_COLOR=1 does; AI_CHAT_THEME=light or dark');
  for (const [path] of all) expect(await help(path, 80)).not.toMatch(/"20"|choices:|default: (true|false)/);
});

it('does not show what only the completion scripts say', async () => {
  expect(await help(['completion'], 80)).toMatch(/^Usage: ai-chat completion \[options\] <shell>\n/);
  expect(await help(['completion'], 80)).not.toContain('words');
});
