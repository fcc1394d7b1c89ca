import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BINARY, ROOT } from '../helpers/built.ts';
import { run, start, startCommand } from '../helpers/run.ts';
import { tempDir } from '../helpers/temp-dir.ts';

it('prints the version alone', async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const flag of ['-V', '--version']) {
    expect(await run([flag])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  }
});

it.each([[[]], [['--help']], [['help']], [['--no-color']]])('prints its help for %j', async (args) => {
  const { code, stdout, stderr } = await run(args);
  expect([code, stderr]).toEqual([0, '']);
  for (const command of ['ask', 'chat', 'history', 'config', 'completion'])
    expect(stdout).toContain(`\n  ${command} `);
  expect(stdout).toContain('  $ ai-chat ');
});

it('shows the flags of settings once for each command that has them', async () => {
  const { stdout } = await run(['ask', '--help']);
  for (const flag of [
    '-m, --model',
    '--base-url',
    '--system',
    '-t, --temperature',
    '--max-tokens',
    '--timeout',
    '--max-retries',
    '--no-markdown',
  ]) {
    expect(stdout.split('\n').filter((line) => line.trimStart().startsWith(flag))).toHaveLength(1);
  }
});

it('names the nearest command for one that it can not help with', async () => {
  const { code, stdout, stderr } = await run(['help', 'histroy']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    'ai-chat: error: there is no command `ai-chat histroy`\nhint: did you mean `ai-chat history`?\n',
  );
});

it.each([
  [['-v'], 'ai-chat --version'],
  [['history', 'last'], 'ai-chat history show last'],
  [['config', 'model'], 'ai-chat config get model'],
  [['config', 'model', 'tiny'], 'ai-chat config set model VALUE'],
  // A key that is typed with the command is in the shell's history from then on.
  [['config', 'apiKey', 'sk-typed-0123456789abcdefghij'], 'ai-chat config set apiKey'],
])('names what may be meant by %j', async (args, meant) => {
  const { code, stderr } = await run(args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(`hint: did you mean \`${meant}\`?\n`)]);
  expect(stderr).not.toContain('sk-');
});

it.each(['', 'a'])('cuts no character in half of what is no command, behind “%s”', async (begin) => {
  const { stderr } = await run([`${begin}${'😀'.repeat(60)}`]);
  expect(stderr).toContain('😀…');
  expect(stderr).not.toContain('\ufffd');
});

it('says how to show a conversation where its name stands for a command', async () => {
  const { code, stderr } = await run(['history', 'lisbon-2026']);
  expect(code).toBe(2);
  expect(stderr).toContain('hint: `ai-chat history show lisbon-2026` shows a conversation of that name; ');
});

it.each([
  [["--x'-v"], "--x'-v"],
  [['--unknown', '-v'], '--unknown'],
])('means no version by %j', async (args, named) => {
  const { code, stderr } = await run(args);
  expect(code).toBe(2);
  expect(stderr).toContain(`there is no option ${named}\n`);
  expect(stderr).not.toContain('--version');
});

it.each([
  [['config', 'get'], '`ai-chat config get` needs a name', '`ai-chat config get --help` shows how'],
  [
    ['history', 'search'],
    '`ai-chat history search` needs a text',
    '`ai-chat history search --help` shows how',
  ],
  [['ask', '--conitnue', 'hi'], 'there is no option --conitnue', 'did you mean `--continue`?'],
  [['ask', '--sk-secret=x'], 'there is no option --sk-secret=…', '`ai-chat ask --help` shows how'],
  [['ask', 'hi', '-f'], '--file needs a path', '`ai-chat ask --help` shows how'],
  [
    ['history', 'clear', '--older-than'],
    '--older-than needs an age',
    '`ai-chat history clear --help` shows how',
  ],
  [['ask', '-c', '-s', 'x', 'hi'], '--continue does not go with --session', '`ai-chat ask --help` shows how'],
  [
    ['history', 'list', 'x'],
    '`ai-chat history list` takes no arguments',
    '`ai-chat history list --help` shows how',
  ],
  [
    ['history', 'show', 'x', 'y'],
    '`ai-chat history show` takes 1 argument',
    '`ai-chat history show --help` shows how',
  ],
  [
    ['history', 'export', 'x', '--format', 'pdf'],
    '--format must be md, html or json, not “pdf”',
    '`ai-chat history export --help` shows how',
  ],
])('says what is wrong with %j in words of its own', async (args, message, hint) => {
  const { code, stderr } = await run(args);
  expect([code, stderr]).toEqual([2, `ai-chat: error: ${message}\nhint: ${hint}\n`]);
});

it('is silent when the reader of its help goes away', async () => {
  const running = start(['--help']);
  running.closeStdout();
  expect(await running.result).toMatchObject({ code: 0, stderr: '' });
});

it.skipIf(process.platform !== 'linux')('says so when the disk is full', async () => {
  const { result } = startCommand(['sh', '-c', '"$@" > /dev/full', 'sh', process.execPath, BINARY, '--help']);
  expect(await result).toMatchObject({ code: 2, stderr: expect.stringMatching(/^ai-chat: error: .+/) });
});

it('says so when its own files are gone, as while another version is being installed', async () => {
  const copy = tempDir();
  for (const part of ['bin', 'dist']) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  for (const name of ['core.js', 'ask.js']) rmSync(join(copy, 'dist', name));
  const { code, stdout, stderr } = await startCommand([
    process.execPath,
    join(copy, 'bin', 'ai-chat.js'),
    'ask',
    'hi',
  ]).result;
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^ai-chat: error: .*ask\.js.*\nhint: .+\n$/);
});
