import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  EXIT_CODES,
  EXIT_MEANINGS,
  SIGINT_MEANING,
  SIGNAL_EXIT_CODES,
  SIGNAL_MEANING,
} from '../src/errors.ts';
import { createProgram } from '../src/program/declare.ts';
import { EXAMPLES } from '../src/program/help/examples.ts';
import { SETTING_NAMES } from '../src/settings/table.ts';
import { manPage } from '../tsup.man.ts';
import { example, item, page, paragraph, prose } from '../tsup.roff.ts';
import { ROOT } from './helpers/built.ts';

/** Readers of manual pages: what makes each say what is wrong with one, and show it on wide lines. */
const READERS = [
  ['mandoc', ['-Tlint', '-Wall'], ['-Tutf8', '-Owidth=200']],
  ['groff', ['-man', '-Tutf8', '-ww', '-z'], ['-man', '-Tutf8', '-rLL=200n', '-P-c']],
] as const;

/** Whether a program is there; says so when not, so that nobody takes a skipped test for a passed one. */
function isThere(name: string): boolean {
  const isMissing = spawnSync(name, ['-h'], { stdio: 'ignore' }).error !== undefined;
  if (isMissing) process.stderr.write(`${name} is not installed: the manual page is not read with it\n`);
  return !isMissing;
}

/** What a reader sees: the source without what is for the typesetter. */
const readable = (source: string) =>
  source
    .replace(/\\f[BIR]|\\&/g, '')
    .replaceAll('\\(aq', "'")
    .replaceAll('\\(dq', '"')
    .replaceAll('\\(ti', '~')
    .replaceAll('\\-', '-')
    .replaceAll('\\e', '\\');

function commandsOf(command: Command, path = 'ai-chat'): [path: string, command: Command][] {
  return [
    [path, command],
    ...command.commands.flatMap((child) => commandsOf(child, `${path} ${child.name()}`)),
  ];
}

const built = readFileSync(join(ROOT, 'dist', 'ai-chat.1'), 'utf8');
const text = readable(built);
const examples = Object.values(EXAMPLES).flat();

describe('the manual page', () => {
  const program = createProgram(
    () => true,
    async () => {},
  );

  it.each(commandsOf(program))('has `%s`, its options and its arguments', (path, command) => {
    if (command.commands.length === 0) expect(text).toContain(`.SS ${path} [options]`);
    for (const { short, long } of command.options) {
      for (const flag of [short, long])
        if (flag) expect(text).toMatch(new RegExp(`(?<![\\w-])${flag}(?![\\w-])`));
    }
  });

  it('has every setting, exit code and section', () => {
    for (const name of SETTING_NAMES) expect(text).toContain(`\n.TP\n${name}\n`);
    for (const code of Object.values(EXIT_CODES)) expect(text).toContain(`\n.TP\n${code}\n`);
    expect([...built.matchAll(/^\.SH (.*)$/gm)].map(([, name]) => name)).toEqual([
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'COMMANDS',
      'GLOBAL OPTIONS',
      'SETTINGS',
      'FILES',
      'ENVIRONMENT',
      'EXIT STATUS',
      'EXAMPLES',
      'SEE ALSO',
    ]);
  });

  it('has every example as it is to be typed', () => {
    for (const [command] of examples) expect(text).toContain(`\n.nf\n${command}\n.fi\n`);
  });

  it('is the same for the same version and date', () => {
    const [date, version] = [new Date('2026-01-02T03:04:05Z'), '1.2.3'];
    expect(manPage(version, date)).toBe(manPage(version, date));
    expect(manPage(version, date)).toMatch(
      /^\.TH AI\\-CHAT 1 2026-01-02 "ai-chat 1\.2\.3" "User Commands"\n/,
    );
  });
});

for (const [name, lint, show] of READERS) {
  const read = (args: readonly string[]) =>
    spawnSync(name, [...args, join(ROOT, 'dist', 'ai-chat.1')], { encoding: 'utf8' });

  describe.skipIf(!isThere(name))(`the manual page in ${name}`, () => {
    it('is no reason to complain', () => {
      const { status, stdout, stderr } = read(lint);
      expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
    });

    it('shows what is typed as it is typed', () => {
      // Bold and underlined letters are struck twice.
      const shown = read(show).stdout.replace(/.[\b]/g, '');
      for (const [command] of examples) expect(shown).toContain(command);
      expect(shown).toContain('context too long, …');
      expect(shown).toContain('http://localhost:11434/v1');
    });
  });
}

describe('a piece of the page', () => {
  it('makes no request of text', () => {
    expect(paragraph(prose('.env is read'))).toBe('.PP\n\\&.env is read');
    expect(item("'tis", '.SH is none')).toBe(".TP\n\\&'tis\n\\&.SH is none");
    expect(example('.profile')).toContain('\n.nf\n\\&.profile\n.fi\n');
  });

  it('takes characters for themselves', () => {
    expect(prose('a\\nb ~ "…" `x-y\'z`')).toBe('a\\enb \\(ti \\(dq\\[u2026]\\(dq \\fBx\\-y\\(aqz\\fR');
    expect(prose('well-known --flag, -f')).toBe('well-known \\-\\-flag, \\-f');
  });

  it('keeps lines short, and leaves out what a heading does already', () => {
    const long = paragraph(`${'word '.repeat(50)}end`);
    expect(Math.max(...long.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(page(['.SH NAME', paragraph('x')])).toBe('.SH NAME\nx\n');
  });
});

it('says of exit codes what the README says', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  for (const [kind, code] of Object.entries(EXIT_CODES)) {
    expect(readme).toContain(`| ${code} | ${EXIT_MEANINGS[kind as keyof typeof EXIT_CODES]} |`);
  }
  const signals = Object.values(SIGNAL_EXIT_CODES).join(', ');
  expect(readme).toContain(`| ${signals} | ${SIGNAL_MEANING} |`);
  expect(readme.replace(/\n/g, ' ')).toContain(SIGINT_MEANING);
});
