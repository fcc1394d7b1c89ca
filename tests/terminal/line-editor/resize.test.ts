import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPainter } from '../../../src/terminal/line-editor/painter.ts';
import {
  isCursorRowSplit,
  reflowFrom,
  reflowOf,
  rowsAbove,
} from '../../../src/terminal/line-editor/reflow.ts';
import { createResizing } from '../../../src/terminal/line-editor/resize.ts';
import type { Screen } from '../../helpers/terminal-emulator.ts';
import { edit, reply } from './open.ts';

/** What the screen shows, but for blanks: at the end of a row they can't be told from nothing. */
const shown = (screen: Screen) => screen.history().join('').replaceAll(' ', '');

/** Resizes, and waits until the line has been painted for it. */
async function resize(screen: Screen, cols: number, line: string): Promise<void> {
  const painted = screen.raw.length;
  screen.resize(cols, 10);
  await screen.until(
    () =>
      screen.raw.slice(painted).endsWith('\x1b[?2026l') && shown(screen).endsWith(line.replaceAll(' ', '')),
  );
}

describe('a resize while typing', () => {
  // 63 columns with the prompt: the last row holds 23 of them.
  const words = 'these words take more than a row when the window is narrow';

  // With 20 columns and less, the cursor's own row no longer fits, and the terminal is asked what it did with it.
  it.each([
    [[30], {}],
    [[24], {}],
    [[60], {}],
    [[18], {}],
    [[13], {}],
    [[18, 40, 13], {}],
    [[18, 40, 13], { TERM_PROGRAM: 'vscode' }],
  ])('to %j columns shows everything once, with %j', async (widths, env) => {
    const screen = await edit({ env });
    screen.type(`first\r${words}`);
    await screen.until('narrow');
    for (const cols of widths) await resize(screen, cols, words);
    expect(shown(screen)).toBe(`You: first${reply('first')}You: ${words}`.replaceAll(' ', ''));
    screen.type(' now\r');
    await screen.until(() => screen.raw.includes(reply(`${words} now`)));
  });

  it('keeps the keys that come while the terminal is asked', async () => {
    const screen = await edit();
    screen.type(words);
    await screen.until('narrow');
    screen.resize(13, 10);
    screen.type('er\r');
    await screen.until(() => screen.raw.includes(reply(`${words}er`)));
  });

  it('shows no more than a smaller window holds', async () => {
    const screen = await edit();
    screen.paste('1\n2\n3\n4\n5\n6\n7');
    await screen.until(/^You: 1\n2\n3\n4\n5\n6\n7$/m);
    screen.resize(40, 5);
    await screen.until(/^You: … 5 lines above\n6\n7$/m);
  });
});

describe('the place of the cursor after a resize', () => {
  const resized = { above: [20, 20, 3], width: 15, column: 12, columns: 10 };

  it.each([
    ['all', 6],
    ['all but the cursor row', 5],
    ['none', 3],
  ] as const)('with %s wrapped anew is %i rows down', (reflow, rows) => {
    expect(rowsAbove(resized, reflow)).toBe(rows);
  });

  it('is in the row that ends with it, when that just fits', () => {
    const at = (width: number, column: number) => rowsAbove({ above: [], width, column, columns: 10 }, 'all');
    expect([at(20, 20), at(25, 20), at(0, 0)]).toEqual([1, 2, 0]);
  });

  it.each([
    [{}, undefined],
    [{ TMUX: '/tmp/tmux,1,0', TERM_PROGRAM: 'vscode' }, 'all'],
    [{ TERM_PROGRAM: 'vscode' }, 'all but the cursor row'],
    [{ XTERM_VERSION: 'XTerm(390)' }, 'none'],
    [{ TERM: 'linux' }, 'none'],
  ])('with %j depends on: %s', (env, reflow) => {
    expect(reflowOf(env)).toBe(reflow);
  });

  it('is asked for when the row of the cursor no longer fits, and tells what the terminal did', () => {
    expect(isCursorRowSplit(resized)).toBe(true);
    expect(isCursorRowSplit({ ...resized, column: 9 })).toBe(false);
    expect(reflowFrom(resized, 2)).toBe('all');
    expect(reflowFrom(resized, 9)).toBe('all but the cursor row');
    expect(reflowFrom({ ...resized, column: 19, width: 30 }, 9)).toBe('all');
  });
});

describe('an answer of the terminal that comes late', () => {
  afterEach(() => void vi.useRealTimers());

  it('is not taken for one to the next question', () => {
    vi.useFakeTimers();
    const painter = createPainter();
    const written: string[] = [];
    const row = { content: 'x'.repeat(30), width: 30 };
    const repaint = () =>
      void painter.paint({ rows: [row], cursor: { row: 0, column: 25, before: 'x'.repeat(25) } });
    const write = (output: string) => void written.push(output);
    const resizing = createResizing({ painter, known: undefined, write, repaint });
    repaint();
    resizing.begin(20);
    vi.runAllTimers();
    expect(resizing.isUnderWay).toBe(false);
    resizing.begin(10);
    // To the first question; the next one says that the row was left alone.
    resizing.report(5);
    expect(resizing.isUnderWay).toBe(true);
    resizing.report(9);
    expect([resizing.isUnderWay, written.at(-1)]).toEqual([false, '\r\x1b[K\x1b[2G\x1b[J\x1b[G']);
  });
});
