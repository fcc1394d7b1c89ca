import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../src/program/help/examples.ts';
import { isInstalled } from '../commands/completion-real.ts';
import { ROOT } from '../helpers/built.ts';
import { testHome } from '../helpers/home.ts';
import { ANSWER, KEY, runExample } from './example-world.ts';

/** What an example leads to: what it prints (on both streams) and the file that it writes. */
interface Outcome {
  readonly of: RegExp;
  readonly prints: RegExp;
  readonly writes?: readonly [file: string, content: RegExp];
  /** What is typed, or piped in. */
  readonly input?: string;
}

const SAID = new RegExp(`^${ANSWER}\n$`);

/** The first that matches. */
const OUTCOMES: readonly Outcome[] = [
  { of: /ask .*-o answer\.md/, prints: /^$/, writes: ['answer.md', SAID] },
  { of: /ask .*--demo/, prints: /ai-chat's manual/ },
  { of: /^printf .* ai-chat chat$/, prints: SAID },
  { of: /chat .*--demo/, prints: /ai-chat's manual/, input: 'What can you do?\n' },
  { of: /ai-chat chat/, prints: new RegExp(`${ANSWER}\n$`), input: 'hello\n' },
  { of: /ai-chat ask/, prints: SAID },
  { of: /history$|history list -n 0|history search/, prints: /\btrip\b|^1$/m },
  { of: /history list --json/, prints: /^Three days in Lisbon\?$/m },
  { of: /history show trip --json/, prints: /"title": ?"Three days in Lisbon\?"/ },
  { of: /history show/, prints: /Three days in Lisbon\?.*To the moon\./s },
  { of: /export trip -o trip.md/, prints: /^$/, writes: ['trip.md', /To the moon\./] },
  {
    of: /export trip -o trip\.html/,
    prints: /^$/,
    writes: ['trip.html', /^<!doctype html>.*To the moon\./is],
  },
  { of: /export trip -o backup\.json/, prints: /^$/, writes: ['backup.json', /^\{.*To the moon\./s] },
  { of: /export last --format json/, prints: /^$/, writes: ['backup.json', /^\{.*To the moon\./s] },
  { of: /history import/, prints: /added imported0001 imported/ },
  { of: /history (rename|delete)/, prints: /is now called trip-2026|deleted (?:trip|2 conv)/ },
  { of: /history clear/, prints: /\d/ },
  { of: /history check/, prints: /2 conversations/ },
  { of: /config list --json/, prints: /^apiKey\nbaseUrl\n/ },
  { of: /config list/, prints: /baseUrl.*http:.*timeout/s },
  { of: /config set apiKey/, prints: /the key is for http:/, input: `${KEY}\n` },
  { of: /config (set|unset|edit)/, prints: /^(ai-chat: \w+ is set in the environment too.*\n)?$/ },
  { of: /config get model/, prints: /gpt-4o-mini/ },
  { of: /config path/, prints: /conversations/ },
  { of: /config trust/, prints: /\.env/ },
  { of: /completion fish >/, prints: /^$/, writes: ['../.config/fish/completions/ai-chat.fish', /complete/] },
  { of: /completion/, prints: /^$/ },
];

/** Examples for another shell than the one that runs them here, or for somebody who can answer. */
const ELSEWHERE = /powershell|PROFILE|--resume *$|>> ~/;

async function check(command: string): Promise<void> {
  const expected = OUTCOMES.find(({ of }) => of.test(command));
  if (!expected) throw new Error(`nothing is known of what \`${command}\` leads to`);
  const { code, stdout, stderr } = await runExample(command, expected.input);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
  expect(stdout + stderr).toMatch(expected.prints);
  expect(stdout + stderr).not.toContain(KEY);
  if (expected.writes) {
    const [file, content] = expected.writes;
    expect(readFileSync(join(testHome().cwd, file), 'utf8')).toMatch(content);
  }
}

describe.skipIf(process.platform === 'win32')('every example of the help works:', () => {
  const hasZsh = isInstalled('zsh');
  const commands = Object.values(EXAMPLES).flatMap((examples) => examples.map(([command]) => command));
  const runnable = commands.filter((each) => !ELSEWHERE.test(each) && (hasZsh || !each.includes('zsh')));
  it.each([...new Set(runnable)])('%s', check);
});

describe.skipIf(process.platform === 'win32')('every command line in the README works:', () => {
  const shown = new Set(Object.values(EXAMPLES).flatMap((examples) => examples.map(([command]) => command)));
  const blocks = readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms);
  const lines = [...blocks].flatMap(([, block = '']) => block.trim().split('\n'));
  const commands = lines
    .map((line) => line.replace(/ +# .*/, ''))
    .filter((line) => /^ai-chat |\| ai-chat /.test(line) && !shown.has(line) && !ELSEWHERE.test(line));

  it('has some', () => {
    expect(commands.length).toBeGreaterThan(5);
  });

  it.each([...new Set(commands)])('%s', check);
});
