import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BINARY } from '../helpers/built.ts';
import { answer, chunk, DONE, hold, sse } from '../helpers/fake-server.ts';
import { createGate } from '../helpers/gate.ts';
import { cleanEnv, testHome } from '../helpers/home.ts';
import { start } from '../helpers/run.ts';
import { serve, storedConversation, storedConversations } from '../helpers/talk.ts';
import { openScreen } from '../helpers/terminal-emulator.ts';
import { atPrompt } from '../helpers/window.ts';
import { endSane, openJob } from './job.ts';

const children = new Set<ChildProcess>();

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

/** The binary, whose reader takes what a pipe holds and no more, as a pager does that shows its first page. */
function startUnread(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn(process.execPath, [BINARY, ...args], {
    cwd: testHome().cwd,
    env: { ...cleanEnv(), ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.add(child);
  return child;
}

/** Looks again until `check` holds; the test's own limit ends it. */
async function eventually(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const LONG = 'a line that is long enough to fill a pipe some day\n'.repeat(20_000);

describe.skipIf(process.platform === 'win32')('a signal to a command in a pipeline', () => {
  it('stops an answer that nobody reads on, and the next one ends it', async () => {
    const server = await serve(sse([chunk(LONG), chunk(LONG), hold]));
    const child = startUnread(['ask', 'hi'], server.env);
    const exit = once(child, 'exit');
    const folder = join(testHome().config, 'conversations');
    const kept = () => (existsSync(folder) ? storedConversations()[0]?.messages[1] : undefined);
    await eventually(() => kept() !== undefined);
    child.kill('SIGINT');
    await eventually(() => kept()?.status === 'interrupted');
    child.kill('SIGINT');
    expect(await exit).toEqual([null, 'SIGINT']);
    expect(kept()?.content.length).toBeGreaterThan(0);
  });

  it('ends a search whose results nobody reads on', async () => {
    const folder = join(testHome().config, 'conversations');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (let n = 0; n < 20; n += 1) {
      const messages = [{ role: 'user', content: LONG.slice(0, 100_000) }];
      writeFileSync(join(folder, `conversation${n}.json`), JSON.stringify({ version: 1, messages }));
    }
    const child = startUnread(['history', 'search', 'line'], {});
    const exit = once(child, 'exit');
    const { stdout } = child;
    if (stdout === null) throw new Error('spawn gave no pipe');
    await once(stdout, 'readable');
    // Two that come at once are one.
    const again = setInterval(() => child.kill('SIGINT'), 50);
    expect(await exit).toEqual([null, 'SIGINT']);
    clearInterval(again);
  });

  it.skipIf(spawnSync('bash', ['--version']).status !== 0)(
    'Ctrl-C ends the loop of a script as well',
    async () => {
      const server = await serve(sse([chunk('half an answer'), hold]));
      const loop = 'for n in 1 2; do "$NODE" "$BINARY" ask hi; done; echo went on';
      const env = { ...cleanEnv(), NODE: process.execPath, BINARY, ...server.env };
      const screen = openScreen('bash', ['-c', loop], { cwd: testHome().cwd, env });
      await screen.until('half an answer');
      screen.type('\u0003');
      await screen.exited;
      expect(screen.history().join('\n')).not.toContain('went on');
      expect(server.requests).toHaveLength(1);
    },
  );

  it('SIGPIPE alone is nothing to it', async () => {
    const { waiting, goOn } = createGate();
    const server = await serve(sse([chunk('half an '), waiting, chunk('answer'), DONE]));
    const talking = start(['ask', 'hi'], { env: server.env });
    await talking.until('stdout', 'half an ');
    talking.kill('SIGPIPE');
    goOn();
    expect(await talking.result).toMatchObject({ code: 0, stdout: 'half an answer\n', stderr: '' });
  });

  it('is silent when its reader goes, and keeps what came', async () => {
    // More than the pipe holds: only who writes hears that nobody reads.
    const server = await serve(
      sse([...Array.from({ length: 50 }, () => chunk('a line\n'.repeat(1000))), hold]),
    );
    const screen = openJob('run ask hi | head -1', server.env);
    const { code, lines } = await endSane(screen);
    expect({ code, lines }).toEqual({ code: 0, lines: ['a line'] });
    expect(storedConversation().messages[1]).toMatchObject({ status: 'interrupted' });
  });
});

describe.skipIf(process.platform === 'win32')('a window that changes its size', () => {
  it('in a line, in a wait and in an answer: nothing is lost, nothing doubled', async () => {
    const [first, second, third] = [createGate(), createGate(), createGate()];
    const words = Array.from({ length: 30 }, (_, at) => `word${at} `);
    const server = await serve(
      sse([
        first.waiting,
        chunk(words.slice(0, 10).join('')),
        second.waiting,
        chunk(words.slice(10, 20).join('')),
        third.waiting,
        chunk(words.slice(20).join('')),
        DONE,
      ]),
      answer('fine'),
    );
    const screen = openJob('run chat', server.env, { cols: 60, rows: 30 });
    await screen.until(atPrompt(screen));
    screen.type('a question that is about as long as forty columns');
    await screen.until('forty columns');
    screen.resize(40, 30);
    screen.type('?\r');
    await screen.until('waiting');
    screen.resize(70, 20);
    first.goOn();
    await screen.until('word9');
    screen.resize(35, 20);
    second.goOn();
    await screen.until('word19');
    screen.resize(90, 25);
    third.goOn();
    await screen.until('word29');
    await screen.until(atPrompt(screen));
    screen.type('/quit\r');
    // The line editor asks where the cursor is.
    const { text } = await endSane(screen, { replies: expect.stringMatching(/^(?:.\[\d+;\d+R)*$/) });
    for (const word of words) expect(text.split(new RegExp(`${word.trim()}(?!\\d)`))).toHaveLength(2);
    expect(server.requests[0]?.json?.messages?.[1]?.content).toBe(
      'a question that is about as long as forty columns?',
    );
  });
});
