import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BINARY } from '../helpers/built.ts';
import { answer } from '../helpers/fake-server.ts';
import { cleanEnv, testHome } from '../helpers/home.ts';
import { CTRL_C } from '../helpers/keys.ts';
import { run } from '../helpers/run.ts';
import { saidTo, serve } from '../helpers/talk.ts';
import { openScreen, type Screen } from '../helpers/terminal-emulator.ts';

function chat(env: Readonly<Record<string, string>>, command = 'exec "$@"'): Screen {
  return openScreen('sh', ['-c', command, 'sh', process.execPath, BINARY, 'chat', '-s', 'trip'], {
    cwd: testHome().cwd,
    env: { ...cleanEnv(), ...env },
  });
}

/** Opens a named pipe as soon as somebody reads it, and writes nothing. */
async function whenItIsRead(pipe: string): Promise<number> {
  for (;;) {
    try {
      return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      await nextTurn();
    }
  }
}

const line = (shown: Screen, text: string) => () => shown.lines()[shown.cursor().row] === text;

describe.skipIf(process.platform === 'win32')('a chat on a terminal', () => {
  it('shows what was said before in safe characters, also where answers go to a file', async () => {
    const server = await serve(answer('\u001b]0;owned\u0007\u001b[2Jtext'), answer('raw \u001b[2J'));
    await run(['chat', '-s', 'trip'], { env: server.env, input: 'one\n' });
    const shown = chat(server.env, 'exec "$@" >answers');
    await shown.until('␛]0;owned␇␛[2Jtext');
    await shown.until(line(shown, 'You:'));
    expect(shown.title).toBe('');
    shown.type('two\r/quit\r');
    await shown.exited;
    expect(readFileSync(join(testHome().cwd, 'answers'), 'utf8')).toBe('raw \u001b[2J\n');
  });

  it('says which messages came from another chat, which its answers know of', async () => {
    const server = await serve(...['a', 'b', 'c', 'd'].map((text) => answer(text)));
    const one = chat(server.env);
    await one.until(line(one, 'You:'));
    one.type('first\r');
    await one.until(/first\n\na\n\nYou:\n/);
    await run(['chat', '-s', 'trip'], { env: server.env, input: 'second' });
    one.type('third\r');
    await one.until('[2 messages came from elsewhere; `ai-chat history show trip` shows them]');
    expect(saidTo(server, 2)).toContain('user: second');
    one.type('fourth\r');
    await one.until(/fourth\n\nd\n\nYou:\n/);
    expect(one.history().filter((text) => text.includes('elsewhere'))).toHaveLength(1);
  });

  it('says which messages another process removed, which its answers know no more', async () => {
    const server = await serve(...['a', 'b', 'c'].map((text) => answer(text)));
    const one = chat(server.env);
    await one.until(line(one, 'You:'));
    one.type('first\r');
    await one.until(/first\n\na\n\nYou:\n/);
    await run(['history', 'delete', 'trip'], { env: server.env });
    one.type('second\r');
    await one.until('[2 messages were removed elsewhere; the model knows them no more]');
    expect(saidTo(server, 1)).not.toContain('user: first');
    one.type('third\r');
    await one.until(/third\n\nc\n\nYou:\n/);
    expect(one.history().filter((text) => text.includes('elsewhere'))).toHaveLength(1);
  });

  it('goes on, with what was typed, where a Tab finds the store unreadable', async () => {
    const server = await serve(answer('ok'));
    const shown = chat(server.env);
    await shown.until(line(shown, 'You:'));
    shown.type('one\r');
    await shown.until('ok');
    await shown.until(line(shown, 'You:'));
    const folder = join(testHome().config, 'conversations');
    renameSync(folder, `${folder}-away`);
    writeFileSync(folder, 'no folder');
    shown.type('/resume x\t y');
    await shown.until(line(shown, 'You: /resume x y'));
    renameSync(`${folder}-away`, `${folder}-back`);
    shown.type('\u0015/quit\r');
    expect((await shown.exited).code).toBe(0);
  });

  it('gives the prompt back at Ctrl-C while it reads a named pipe that nobody writes to, and ends by SIGTERM then', async () => {
    const server = await serve(answer('ok'));
    const pipe = join(testHome().cwd, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const shown = chat(server.env);
    await shown.until(line(shown, 'You:'));
    shown.type('/file pipe\r');
    const first = await whenItIsRead(pipe);
    shown.type(CTRL_C);
    await shown.until(line(shown, 'You:'));
    shown.type('one\r');
    await shown.until('ok');
    expect(saidTo(server, 0)[1]).toBe('user: one');
    await shown.until(line(shown, 'You:'));
    closeSync(first);
    shown.type('/file pipe\r');
    const second = await whenItIsRead(pipe);
    shown.kill('SIGTERM');
    expect((await shown.exited).code).toBe(143);
    closeSync(second);
  });
});
