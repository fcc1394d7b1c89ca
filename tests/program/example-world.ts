import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedEnv } from '../commands/completion-real.ts';
import { keep } from '../commands/completion-world.ts';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { type RunResult, run, startCommand } from '../helpers/run.ts';
import { serve } from '../helpers/talk.ts';

export const KEY = 'sk-example-0123456789abcdefgh';
export const ANSWER = 'To the moon.';

/** What the examples need beside ai-chat, where a machine does not have it. */
const TOOLS: Readonly<Record<string, string>> = {
  nano: '#!/bin/sh\nexit 0\n',
  jq: `#!/usr/bin/env node
const filter = process.argv.at(-1);
const data = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const each = /^\\.\\[\\]\\.(\\w+)$/.exec(filter);
const results = filter === 'length' ? [data.length] : each ? data.map((row) => row[each[1]]) : [data[filter.slice(1)]];
for (const result of results) console.log(String(result));
`,
};

/**
 * Runs a command line as a user would, in a shell, among files, conversations and a server as the examples speak of
 * them. `input` is standard input, where the line has none of its own.
 */
export async function runExample(command: string, input?: string): Promise<RunResult> {
  const server = await serve(answer(ANSWER));
  const { home, cwd, config } = testHome();
  const env = { ...installedEnv(), ...server.env, AI_CHAT_CONFIG_DIR: config };
  for (const [name, script] of Object.entries(TOOLS)) {
    if (name !== 'nano' && spawnSync(name, ['--version']).error === undefined) continue;
    writeFileSync(join(home, 'bin', name), script, { mode: 0o755 });
  }
  // fish makes this folder when it first starts.
  mkdirSync(join(home, '.config', 'fish', 'completions'), { recursive: true });
  furnish(cwd, server.baseUrl);
  if (command.includes('git ')) {
    execFileSync('git', ['init', '-q'], { cwd });
    execFileSync('git', ['add', '--intent-to-add', 'notes.md'], { cwd });
  }
  // What was put there without ai-chat is not in its index.
  if (command.includes('history check')) await run(['history', 'check', '--repair']);
  const line = command.replaceAll(/http:\/\/localhost:\d+\/v1/g, server.baseUrl);
  const shell = /completion zsh/.test(line)
    ? ['zsh', '-fc', `autoload -Uz compinit; compinit -D -u; ${line}`]
    : ['bash', '-c', `set -o pipefail; ${line}`];
  return startCommand(shell, { env, ...(input === undefined ? {} : { input }) }).result;
}

function furnish(cwd: string, baseUrl: string): void {
  const messages = [
    { id: 'q1', role: 'user', content: 'Three days in Lisbon?', createdAt: '2026-01-01T00:00:00Z' },
    { id: 'a1', role: 'assistant', content: ANSWER, createdAt: '2026-01-01T00:00:01Z', replyTo: 'q1' },
  ] as const;
  // The first is the one used last.
  keep({ name: 'trip', title: 'Three days in Lisbon?', kind: 'chat', baseUrl, messages });
  keep({ id: '3k9x00000001', title: 'Another', baseUrl });
  const files = {
    'notes.md': 'Bring shoes.\n',
    'plan.md': 'Walk barefoot.\n',
    'key.txt': `${KEY}\n`,
    'backup.json': JSON.stringify({ ...EXPORTED, baseUrl, messages }),
    '.env': 'OPENAI_BASE_URL=https://llm.example.org/v1\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
}

/** A conversation that is not kept yet, as an export has it; the rest is added where it is written. */
const EXPORTED = {
  version: 1,
  id: 'imported0001',
  name: 'imported',
  title: 'From a backup',
  kind: 'chat',
  model: 'tiny',
  systemPrompt: '',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};
