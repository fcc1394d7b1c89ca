import { beforeAll, describe, expect, it } from 'vitest';
import { openScreen, type ScreenOptions } from '../helpers/terminal-emulator.ts';
import { buildProgram } from './programs/build.ts';

let program: string;
beforeAll(async () => {
  program = await buildProgram('spin');
});

const spin = (steps: string, options?: ScreenOptions) =>
  openScreen(process.execPath, [program, ...steps.split(' ')], options);

describe('the spinner', () => {
  it('shows, counts the seconds, and leaves no trace', async () => {
    const screen = spin('start key stop answer');
    await screen.until(/^\S waiting$/m);
    expect(screen.cursorVisible).toBe(false);
    await screen.until(/^\S waiting 4 s$/m);
    screen.type('\n');
    await screen.exited;
    expect(screen.history().at(-1)).toBe('the answer');
    expect(screen.history().join('\n')).not.toContain('waiting');
    expect(screen.cursorVisible).toBe(true);
  });

  it('says how far long work has come, nothing of short work, and leaves no trace', async () => {
    const screen = spin('work key stop answer');
    await screen.until(/^\S checking 1 of 2$/m);
    screen.type('\n');
    await screen.exited;
    expect(screen.history()).toEqual(['the answer']);
    const short = spin('work stop answer');
    await short.exited;
    expect(short.raw).toBe('the answer\r\n');
  });

  it('lets a line pass above it', async () => {
    const screen = spin('start key note key stop answer', { rows: 5 });
    await screen.until('waiting');
    screen.type('\n');
    await screen.until(/trying again\n\S waiting/);
    screen.type('\n');
    await screen.exited;
    expect(screen.history().join('\n')).toMatch(/trying again\n+the answer$/);
  });

  it('shows nothing for a short wait, and nothing when it is stopped while it loads', async () => {
    const short = spin('start stop answer');
    await short.exited;
    expect(short.raw).toBe('the answer\r\n');
    const loading = spin('start sleep:155 stop answer sleep:100');
    await loading.exited;
    expect(loading.lines()[0]).toBe('the answer');
    expect(loading.cursorVisible).toBe(true);
  });

  it.each([
    ['quiet start sleep:250 stop answer', {}],
    ['start sleep:250 stop answer', { TERM: 'dumb' }],
  ])('does not show with %s, %j', async (steps, env) => {
    const screen = spin(steps, { env });
    await screen.exited;
    expect(screen.raw).toBe('the answer\r\n');
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('shows the cursor again after %s', async (signal, code) => {
    const screen = spin('start key');
    await screen.until('waiting');
    screen.kill(signal);
    expect((await screen.exited).code).toBe(code);
    expect(screen.cursorVisible).toBe(true);
  });
});
