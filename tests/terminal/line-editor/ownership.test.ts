/** What the editor makes of the terminal, and leaves of it. */
import { describe, expect, it } from 'vitest';
import { CTRL_D } from '../../helpers/keys.ts';
import { openScreen, type Screen } from '../../helpers/terminal-emulator.ts';
import { edit, program, reply } from './open.ts';

const WINDOW = { cols: 60, rows: 12 };
const pidOf = (screen: Screen) => Number(/pid (\d+)/.exec(screen.raw)?.[1]);
const INTERRUPT = '{"type":"interrupt"}';
const END = '{"type":"end"}';

describe('between two prompts', () => {
  it('keeps what is typed for the next one, unseen until then', async () => {
    const screen = await edit(WINDOW);
    screen.type('stream\r');
    await screen.until('streaming');
    screen.type('next quest');
    screen.type('ion');
    process.kill(screen.pid, 'SIGUSR2');
    await screen.until(/^done\nYou: next question$/m);
    screen.type('!\r');
    await screen.until(reply('next question!'));
  });

  it('sends what was sent meanwhile, a paste as one message', async () => {
    const screen = await edit(WINDOW);
    screen.type('stream\r');
    await screen.until('streaming');
    screen.type('one\r');
    screen.paste('two\nlines');
    screen.type('\rthree');
    process.kill(screen.pid, 'SIGUSR2');
    await screen.until(/You: three$/m);
    expect(screen.history().filter((line) => line.startsWith('{'))).toEqual([
      reply('stream'),
      reply('one'),
      reply('two\nlines'),
    ]);
  });

  it('tells of Ctrl-C, after which nothing typed before is sent by itself', async () => {
    const screen = await edit(WINDOW);
    screen.type('stream\r');
    await screen.until('streaming');
    screen.type('one\rtwo\r\x03');
    await screen.until(/^stopped\nYou: one\ntwo$/m);
    screen.type('\r');
    await screen.until(reply('one\ntwo'));
  });
});

describe('Ctrl-C and Ctrl-D', () => {
  it('clear a half-typed line, interrupt and end at an empty prompt', async () => {
    const screen = await edit(WINDOW);
    screen.type('half\x03');
    await screen.until(/^You:$/m);
    screen.type('\x03');
    await screen.until(INTERRUPT);
    screen.type('\x04');
    await screen.until(END);
    expect((await screen.exited).code).toBe(0);
  });

  it('are no different when somebody sends SIGINT', async () => {
    const screen = await edit(WINDOW);
    screen.type('half');
    await screen.until('half');
    screen.kill('SIGINT');
    await screen.until(/^You:$/m);
    // Ctrl-X, which begins a pair of keys, makes none with a signal.
    screen.type('half again\x18');
    await screen.until('half again');
    screen.kill('SIGINT');
    await screen.until(/^You:$/m);
    screen.kill('SIGINT');
    await screen.until(INTERRUPT);
  });
});

describe.skipIf(process.platform === 'win32')('the terminal', () => {
  /** The program under a shell that looks at the terminal afterwards. */
  async function editUnderShell(): Promise<Screen> {
    const script = `stty -a > before; "$0" "$1"; echo "code $?"; stty -a > after; cmp before after && echo unchanged`;
    const screen = openScreen('sh', ['-c', `cd "$(mktemp -d)"; ${script}`, process.execPath, program], {
      env: { TELL_PID: '1' },
    });
    await screen.until('You:');
    expect(screen.bracketedPaste).toBe(true);
    return screen;
  }

  it.each([
    ['is left', (screen: Screen) => screen.type('\x04'), 0],
    ['exits', (screen: Screen) => screen.type('exit\r'), 3],
    ['fails', (screen: Screen) => screen.type('fail\r'), 1],
  ])('is as it was when the program %s', async (_how, leave, code) => {
    const screen = await editUnderShell();
    leave(screen);
    await screen.until(`code ${code}`);
    await screen.until('unchanged');
    expect([screen.bracketedPaste, screen.cursorVisible]).toEqual([false, true]);
  });

  it('is as it was when a signal ends the program in the middle of a line', async () => {
    const screen = await editUnderShell();
    screen.type('half a line\nand more');
    await screen.until('and more');
    process.kill(pidOf(screen), 'SIGTERM');
    await screen.until('unchanged');
    expect([screen.bracketedPaste, screen.cursorVisible]).toEqual([false, true]);
  });

  it('is given to a child, and taken back', async () => {
    const screen = await edit(WINDOW);
    screen.type('child\r');
    // The marks of pastes end before the raw mode does.
    await screen.until('ready');
    expect(screen.bracketedPaste).toBe(false);
    screen.type('for the child\r');
    await screen.until(/for the child\nfor the child\nYou:$/m);
    expect(screen.bracketedPaste).toBe(true);
    screen.type('for us\r');
    await screen.until(reply('for us'));
  });

  /** The program as a job of a shell. */
  async function editAsJob(): Promise<Screen> {
    const screen = openScreen('bash', ['--norc', '--noprofile', '-i'], { env: { PS1: '$ ', TELL_PID: '1' } });
    await screen.until('$');
    screen.type("bind 'set enable-bracketed-paste off'; clear\r");
    await screen.until(/^\$$/m);
    screen.type(`${process.execPath} ${program}\r`);
    await screen.until('You:');
    screen.type('two\nlines');
    await screen.until(/You: two\nlines$/m);
    return screen;
  }

  it('is given back while the job is stopped, and the line is there again', async () => {
    const screen = await editAsJob();
    screen.type('\x1a');
    await screen.until('Stopped');
    expect(screen.bracketedPaste).toBe(false);
    screen.type('echo $((6*7)); stty -a | grep -o " icanon"\r');
    await screen.until(/^42\n icanon$/m);
    screen.type('fg\r');
    await screen.until(() => screen.bracketedPaste);
    screen.type(' and more\r');
    await screen.until(reply('two\nlines and more'));
  });

  it('is taken back after somebody else stopped the job', async () => {
    const screen = await editAsJob();
    process.kill(pidOf(screen), 'SIGSTOP');
    await screen.until('Stopped');
    screen.type('clear; fg\r');
    await screen.until(/mjs\nYou: two\nlines$/m);
    screen.type('!\r');
    await screen.until(reply('two\nlines!'));
  });

  it('stays ours when nobody can stop us', async () => {
    const screen = await edit(WINDOW);
    screen.type('half\x1a');
    await screen.until(/^You: half\nYou: half$/m);
    screen.type('!\r');
    await screen.until(reply('half!'));
  });
});

describe('a terminal that can do nothing', () => {
  it('gets no escape, and lines as it edits them', async () => {
    const screen = await edit({ ...WINDOW, env: { TERM: 'dumb' } });
    screen.type('one\x7fe\\\rtwo\r');
    await screen.until(reply('one\ntwo'));
    screen.type('\x03');
    await screen.until(INTERRUPT);
    screen.type('stream\r');
    await screen.until('streaming');
    screen.type('\x03');
    await screen.until('stopped');
    screen.type('\x04');
    await screen.until(END);
    expect((await screen.exited).code).toBe(0);
    expect(screen.raw).not.toContain('\x1b');
  });

  it.each([
    ['typed text', 'typed text', 'typed text'],
    ['one\\\r', 'one', 'one'],
    ['one\\\rtwo', 'two', 'one\ntwo'],
  ])('takes %j for a line at the end of the input', async (keys, seen, text) => {
    const screen = await edit({ ...WINDOW, env: { TERM: 'dumb' } });
    screen.type(keys);
    await screen.until(seen);
    screen.type(`${CTRL_D}${CTRL_D}`);
    await screen.until(END);
    expect(screen.history().slice(-3)).toContain(reply(text));
    expect((await screen.exited).code).toBe(0);
  });
});
