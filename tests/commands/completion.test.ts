import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { testHome } from '../helpers/home.ts';
import { complete, completeWords, keep, printed } from './completion-world.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'];

describe('words of the command line', () => {
  it.each([
    ['', ['ask', 'chat', 'history', 'config', 'completion', 'help']],
    ['hist', ['history']],
    [
      'history ',
      ['list', 'show', 'search', 'export', 'import', 'rename', 'delete', 'clear', 'check', 'help'],
    ],
    ['history --debug se', ['search']],
    ['--debug history se', ['search']],
    ['help his', ['history']],
    ['completion ', SHELLS],
    ['config get max', ['maxTokens', 'maxRetries']],
    ['config set markdown ', ['auto', 'always', 'never']],
    ['config set resume ', ['always', 'never']],
    ['config unset base', ['baseUrl']],
    ['history export x --format ', ['md', 'html', 'json']],
    ['history export x --format=j', ['--format=json']],
    ['ask --markdown a', ['auto', 'always']],
    ['ask --markdown=n', ['--markdown=never']],
  ])('%s', async (line, values) => {
    expect(await complete(line)).toMatchObject({ code: 0, kind: 'words', values, stderr: '' });
  });

  it.each([
    ['ask --no-s', ['--no-stream', '--no-save', '--no-stdin']],
    ['ask what is --debu', ['--debug']],
    ['ask -qc --quie', []],
    ['ask --json --json', ['--jsonl']],
    // The first --json is the name of a session.
    ['ask --session --json --json', ['--json', '--jsonl']],
    ['ask --markdown never --no-m', []],
    ['ask -f notes.md --fi', ['--file']],
    ['ask -f notes.md -', expect.arrayContaining(['-f', '--file', '-s', '--session', '-h', '--help'])],
    ['chat --new --ne', []],
    ['history show x --j', ['--json']],
  ])('options that can still be given: %s', async (line, values) => {
    expect(await complete(line)).toMatchObject({ code: 0, kind: 'words', values });
  });

  it('offers options unasked where nothing else can come', async () => {
    expect((await complete('chat ')).values).toContain('--resume');
    expect((await complete('history show x ')).values).toContain('--json');
    expect((await complete('history ')).values).not.toContain('--help');
  });

  it.each([
    'ask what ',
    'ask -- --',
    'ask --system ',
    'ask --system=',
    'ask --unknown=',
    'ask -qx',
    'config set timeout ',
    'config set nonsense ',
    'history rename x ',
    'history search ',
    'history lst ',
    'nonsense ',
    'nonsense ask --sess',
  ])('leaves the user alone: %s', async (line) => {
    expect(await complete(line)).toMatchObject({ code: 0, kind: 'words', values: [] });
  });

  it.each([
    'ask -f ',
    'ask -qf ',
    'ask --file=no',
    'ask -f a -o ',
    'history import ',
    'history export x -o ',
  ])('files: %s', async (line) => {
    expect(await complete(line)).toMatchObject({ code: 0, kind: 'file', values: [] });
  });

  it('tells of each command what it does, in a sentence', async () => {
    for (const group of ['', 'history ', 'config ']) {
      const { descriptions } = await complete(group);
      expect(descriptions.filter((text) => !/^[A-Z].+\.$/.test(text))).toEqual([]);
    }
  });

  it('tells what each is', async () => {
    const { values, descriptions } = await complete('ask --sess');
    expect([values, descriptions]).toEqual([
      ['--session'],
      ['go on with this named conversation, or start it'],
    ]);
    expect((await complete('config get model')).descriptions).toEqual(['model that answers']);
    const { values: settings, descriptions: told } = await complete('config get ');
    expect(settings.filter((_name, at) => told[at] === '')).toEqual([]);
  });
});

describe('what a shell can make of what was typed', () => {
  it.each([
    ['bash', 'HIST', []],
    ['powershell', 'HIST.', ['history']],
    ['fish', 'HIST', ['history']],
    ['fish', 'sto', ['history']],
    ['bash', 'sto', []],
    // As the scripts hand them over: PowerShell marks the end, bash and fish keep quotes that are still open.
    ['powershell', 'history imp.', ['import']],
    ['powershell', '.', ['ask', 'chat', 'history', 'config', 'completion', 'help']],
    ['bash', '"hist', ['history']],
    ['bash', "'history' \\imp", ['import']],
    ['fish', 'history "impo', ['import']],
  ])('%s: %s', async (shell, line, values) => {
    expect((await complete(line, { shell })).values).toEqual(values);
  });
});

describe('the script', () => {
  it.each(SHELLS)('for %s is printed, and nothing else', async (shell) => {
    const { code, stdout, stderr } = await printed(['completion', shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^#/);
    expect(stdout).toMatch(new RegExp(`ai-chat completion ${shell} '?--'? ai-chat`));
    expect(stdout.endsWith('\n')).toBe(true);
  });

  it.each([
    ['tcsh', 'did you mean `ai-chat completion bash`?'],
    ['Fihs', 'did you mean `ai-chat completion fish`?'],
    ['nushell-and-others', '`ai-chat completion --help` shows how to use one'],
  ])('for %s is not there', async (shell, hint) => {
    const error = await printed(['completion', shell]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CliError);
    expect(error).toMatchObject({ kind: 'usage', hint });
    expect(String(error)).toContain('bash, zsh, fish and powershell');
  });

  it('is not asked for with more words', async () => {
    await expect(printed(['completion', 'bash', 'zsh'])).rejects.toMatchObject({ kind: 'usage' });
  });
});

describe('a Tab is silent', () => {
  it('when conversations can not be read', async () => {
    const { config } = testHome();
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, 'conversations'), 'not a folder');
    expect(await complete('history show ')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    await expect(complete('history show ', { flags: ['--debug'] })).rejects.toBeInstanceOf(CliError);
  });

  it('whatever is typed, and prints words that every shell leaves alone', async () => {
    keep({ name: 'trip', title: 'Lisbon?\n$(touch evil)\t`x`' });
    const vocabulary =
      'ask chat history show config set get help -s --session= --markdown -m -f --file= -- - -qs'.split(' ');
    const word = fc.oneof(fc.constantFrom(...vocabulary, ''), fc.string({ unit: 'binary', maxLength: 8 }));
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), fc.constantFrom(...SHELLS), async (words, shell) => {
        const { code, stdout, stderr } = await completeWords(words, { shell });
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        const [kind, ...lines] = stdout.split('\n').slice(0, -1);
        for (const line of lines) {
          // Behind `file`, zsh is told what stands before the name, which may be nothing.
          if (kind === 'file' && line === '') continue;
          expect(line).toMatch(/^[\w./:+=\\-]+(?:[\t:]\P{Cc}*)?$/u);
        }
      }),
      { numRuns: 150 },
    );
  });
});
