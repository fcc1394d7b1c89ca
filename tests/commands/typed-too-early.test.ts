import { beforeEach, describe, expect, it } from 'vitest';
import type { ScreenOptions } from '../helpers/terminal-emulator.ts';
import { ended, openScript } from '../helpers/window.ts';
import { keepThree, kept } from './picker-world.ts';

const TOO_EARLY = 'what was typed too early is not taken for an answer';

/** A window in which `keys` were typed, and echoed by the terminal, before the command of `line` began. */
function typedBefore(line: string, keys: string, options: ScreenOptions = {}) {
  const screen = openScript(`read _; ${line}`, {}, options);
  screen.type(`\r${keys}`);
  return screen;
}

describe.skipIf(process.platform === 'win32')('what was typed before a command asks', () => {
  beforeEach(keepThree);

  it.each([
    ['history clear', 'ai history clear'],
    ['history clear on a terminal that can do no more than lines', 'TERM=dumb ai history clear'],
  ])('deletes nothing: %s', async (_, line) => {
    const screen = typedBefore(line, 'y\r');
    await screen.until(TOO_EARLY);
    await screen.until('for good? [y/N]');
    screen.type('\r');
    expect((await ended(screen)).text).toContain('nothing was deleted');
    expect(kept()).toBe(3);
  });

  it('is said to be dropped on a line of its own', async () => {
    const screen = typedBefore('ai config set apiKey', 'sk-early');
    await screen.until('(not shown):');
    expect(screen.history()).toEqual([TOO_EARLY, 'API key (not shown):']);
  });

  it('is said to be so in a narrow window, at words', async () => {
    const screen = typedBefore('ai config set apiKey', 'sk-early', { cols: 30 });
    await screen.until('(not shown):');
    expect(screen.history()).toEqual([
      'what was typed too early is',
      'not taken for an answer',
      'API key (not shown):',
    ]);
  });

  it('is said to be so below it where no escape sequence may be written', async () => {
    const screen = typedBefore('TERM=dumb ai config set apiKey', 'sk-early');
    await screen.until('(not shown):');
    expect(screen.history()).toEqual(['sk-early', TOO_EARLY, 'API key (not shown):']);
    expect(screen.raw).not.toContain('\u001b');
  });
});
