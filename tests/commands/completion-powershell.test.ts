import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { testHome } from '../helpers/home.ts';
import { run } from '../helpers/run.ts';
import { installedEnv, isInstalled } from './completion-real.ts';
import { keep } from './completion-world.ts';

/** PowerShell 7, and the one that Windows brings. */
const SHELLS = process.platform === 'win32' ? ['pwsh', 'powershell'] : ['pwsh'];

/** What the README lets PowerShell do once. */
const [, SET_UP = ''] = /```powershell\n([^`]+)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
const LINE = 'ai-chat completion powershell | Out-String | Invoke-Expression';

/** The words that Tab would offer behind each of `lines`. */
async function completions(shell: string, lines: readonly string[]): Promise<readonly string[][]> {
  const script = [
    LINE,
    `foreach ($line in ${lines.map((line) => `'${line.replaceAll("'", "''")}'`).join(', ')}) {`,
    '  $result = TabExpansion2 -inputScript $line -cursorColumn $line.Length',
    '  ConvertTo-Json -Compress -InputObject @($result.CompletionMatches | ForEach-Object CompletionText)',
    '}',
  ].join('\n');
  const { stdout } = await promisify(execFile)(shell, ['-NoProfile', '-NonInteractive', '-Command', script], {
    cwd: testHome().cwd,
    env: installedEnv(),
  });
  return stdout
    .trim()
    .split(/\r?\n/)
    .map((line) => JSON.parse(line) as string[]);
}

/** Where PowerShell's grammar, which Windows is not needed for, does not understand `script`. */
async function misunderstood(script: string): Promise<readonly string[]> {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve(
    'tree-sitter-powershell/tree-sitter-powershell.wasm',
  );
  const parser = new Parser().setLanguage(await Language.load(grammar));
  const tree = parser.parse(script);
  const wrong = (node: Node): readonly string[] =>
    node.isError || node.isMissing
      ? [`line ${node.startPosition.row + 1}: ${node.text}`]
      : node.children.flatMap((child) => (child ? wrong(child) : []));
  return tree ? wrong(tree.rootNode) : ['nothing was parsed'];
}

describe('the script for PowerShell', () => {
  it('is PowerShell, in letters that every version reads the same', async () => {
    const { stdout } = await run(['completion', 'powershell']);
    expect(await misunderstood(stdout)).toEqual([]);
    expect(stdout).toMatch(/^[\n -~]+$/);
    // What the grammar would not notice would be no proof.
    for (const broken of [
      stdout.replace('param(', 'param(,'),
      stdout.replace(/\)$/m, ''),
      stdout.replace('try {', 'try'),
      stdout.slice(0, -3),
      stdout.replace("'^[\"'']'", "'^[\"']'"),
    ]) {
      expect(broken).not.toBe(stdout);
      expect(await misunderstood(broken)).not.toEqual([]);
    }
  });
});

describe('the set-up for PowerShell in the README', () => {
  it('is PowerShell, and empties no profile', async () => {
    expect(await misunderstood(SET_UP)).toEqual([]);
    // Of a file that is there, `New-Item -Force` leaves nothing; of a folder, everything.
    expect(SET_UP).toMatch(
      /^New-Item -ItemType Directory -Force \(Split-Path \$PROFILE\) .*\nAdd-Content \$PROFILE .*\n$/,
    );
    expect(SET_UP).toContain(`'${LINE}'`);
  });
});

for (const shell of SHELLS) {
  describe.skipIf(!isInstalled(shell))(`in ${shell}`, () => {
    beforeEach(() => {
      keep({ name: 'trip', title: 'Three days in Lisbon?' });
      keep({ name: 'trip-japan', title: '$(New-Item evil) `n "x"' });
      keep({ name: '$(New-Item evil)', id: 'zzzz0001' });
      writeFileSync(join(testHome().cwd, 'my file.txt'), '');
    });

    it('completes commands, options, values, sessions and files, and evaluates nothing', async () => {
      const [commands, behindSpace, options, values, sessions, conversations, files] = await completions(
        shell,
        [
          'ai-chat HIS',
          'ai-chat config ',
          'ai-chat ask --markd',
          'ai-chat ask --markdown=alw',
          'ai-chat ask "$(New-Item evil)" -s trip-',
          'ai-chat history delete trip ',
          'ai-chat ask -f my',
        ],
      );
      expect(commands).toEqual(['history']);
      expect(behindSpace).toEqual(expect.arrayContaining(['list', 'get', 'set']));
      expect(options).toEqual(['--markdown']);
      expect(values).toEqual(['--markdown=always']);
      expect(sessions).toEqual(['trip-japan']);
      expect(conversations).toEqual(['last', 'trip-japan', 'zzzz0001']);
      expect(files).toEqual([expect.stringContaining('my file.txt')]);
      expect(existsSync(join(testHome().cwd, 'evil'))).toBe(false);
    });

    it('keeps what is in the profile, or begins one where not even its folder is there', async () => {
      const profile = join(testHome().home, 'not yet', 'profile.ps1');
      const script = `$PROFILE = '${profile}'\n${SET_UP}${SET_UP}`;
      await promisify(execFile)(shell, ['-NoProfile', '-NonInteractive', '-Command', script], {
        env: installedEnv(),
      });
      expect(readFileSync(profile, 'utf8').split(/\r?\n/)).toEqual(['', LINE, '', LINE, '']);
    });
  });
}
