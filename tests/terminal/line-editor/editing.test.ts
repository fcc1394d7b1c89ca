import { describe, expect, it } from 'vitest';
import { LEFT, RIGHT, UP } from '../../helpers/keys.ts';
import type { Screen } from '../../helpers/terminal-emulator.ts';
import { edit, reply } from './open.ts';

/** The rows from the last prompt on. */
const prompt = (screen: Screen) =>
  screen.lines().slice(screen.lines().findLastIndex((line) => line.startsWith('You:')));
describe('a paste', () => {
  it('is one message, however many lines', async () => {
    const screen = await edit();
    screen.paste('one\n\n  two\n');
    await screen.until(/^You: one\n\n {2}two$/m);
    screen.type('\r');
    await screen.until(reply('one\n\n  two\n'));
  });

  it('is sent as it is, and shown as something harmless', async () => {
    const screen = await edit();
    const pasted = '\x1b[31mred\x1b]0;title\x07 \u202ertl';
    screen.paste(pasted);
    await screen.until('You: ␛[31mred␛]0;title␇ <U+202E>rtl');
    screen.type('\r');
    await screen.until(() => screen.raw.includes(reply(pasted)));
    expect(screen.title).toBe('');
  });

  it('of 10,000 lines shows what fits, and is sent whole', async () => {
    const screen = await edit();
    const lines = Array.from({ length: 10_000 }, (_, index) => `line number ${index}`);
    screen.paste(lines.join('\n'));
    await screen.until(/^You: … 9993 lines above\nline number 9993$/m);
    expect(screen.lines().findLast((line) => line !== '')).toBe('line number 9999');
    screen.type(`${UP}${UP}!\r`);
    await screen.until('… 9992 more lines');
    const sent = [...lines.slice(0, 9997), 'line number 9997!', ...lines.slice(9998)].join('\n');
    await screen.until(() => screen.raw.includes(reply(sent)));
  });
});

describe('the line', () => {
  it('wraps at the edge of the window, and unwraps', async () => {
    const screen = await edit({ cols: 20 });
    screen.type('a'.repeat(15));
    await screen.until(() => screen.cursor().row === 1 && screen.cursor().column === 0);
    screen.type('漢字b');
    await screen.until(/^You: a{15}\n漢字b$/m);
    screen.type('\x7f'.repeat(5));
    await screen.until(() => prompt(screen)[0] === `You: ${'a'.repeat(13)}`);
    expect(prompt(screen)[1]).toBe('');
  });

  it.each([
    { clusters: true, cursor: 8 },
    // This terminal draws each part of the emoji: still every key hits the character that is meant.
    { clusters: false, cursor: 9 },
  ])('puts the cursor at the character, with %j', async ({ clusters, cursor }) => {
    const screen = await edit({ clusters });
    screen.type(`👨‍👩‍👧e\u0301x${LEFT}`);
    await screen.until(() => screen.cursor().column === cursor);
    screen.type(`${LEFT}${LEFT}`);
    await screen.until(() => screen.cursor().column === 5);
    screen.type('\x04\r');
    await screen.until(reply('e\u0301x'));
  });

  it('clears the screen with Ctrl-L and stays', async () => {
    const screen = await edit();
    screen.type('first\rsecond');
    await screen.until('You: second');
    screen.type('\x0c');
    await screen.until(() => screen.lines()[0] === 'You: second' && screen.lines()[1] === '');
  });

  it('begins with what it is given', async () => {
    const screen = await edit({ env: { INITIAL: 'typed before' } });
    screen.type('!\r');
    await screen.until(reply('typed before!'));
  });

  it('walks through messages sent before, in earlier invocations too', async () => {
    const screen = await edit({}, ['long ago\nin two lines']);
    screen.type('just now\r');
    await screen.until(reply('just now'));
    screen.type(`half${UP}${UP}`);
    await screen.until(/^You: long ago\nin two lines$/m);
    screen.type('\x0e\x0e');
    await screen.until(/^You: half$/m);
  });

  it('searches them with Ctrl-R', async () => {
    const screen = await edit({}, ['tell me a story', 'hello']);
    screen.type('\x12stor');
    await screen.until("search 'stor': tell me a story");
    screen.type('zz');
    await screen.until("nothing with 'storzz': tell me a story");
    screen.type('\x07');
    await screen.until(/^You:$/m);
  });
});

describe('what may follow', () => {
  it('is dimmed, and taken with the right arrow', async () => {
    const screen = await edit();
    screen.type('/mo');
    await screen.until('/model');
    expect([screen.styleOf('del')?.dim, screen.styleOf('/mo')?.dim]).toEqual([true, false]);
    expect(screen.cursor().column).toBe(8);
    screen.type(`${RIGHT}\r`);
    await screen.until(reply('/model'));
    expect(screen.lines()[0]).toBe('You: /model');
  });

  it('is not shown where it could not be told from what was typed', async () => {
    const screen = await edit({ env: { NO_COLOR: '1' } });
    screen.type('/mo!');
    await screen.until('/mo!');
    expect(screen.raw).not.toContain('del');
  });

  it('is not sent unless it was taken', async () => {
    const screen = await edit();
    screen.type('/mo\r');
    await screen.until(reply('/mo'));
    expect(screen.lines()[0]).toBe('You: /mo');
  });

  it('is listed with Tab, gone through with more of them', async () => {
    const screen = await edit();
    screen.type('/r\t');
    await screen.until(/^You: \/re\n {2}\/retry {3,}\/rename$/m);
    screen.type('\t\t');
    await screen.until(/^You: \/rename\n {2}\/retry +> \/rename$/m);
    expect(screen.styleOf('> /rename')?.inverse).toBe(true);
    screen.type('now');
    await screen.until(() => screen.lines()[0] === 'You: /rename now' && screen.lines()[1] === '');
  });

  it('is listed with what it does, as far as there is room', async () => {
    const screen = await edit({ cols: 24, env: { DESCRIBE: '1' } });
    screen.type('/r\t');
    await screen.until(/^ {2}\/retry {3}what \/retry …\n {2}\/rename {2}what \/rename…$/m);
  });

  it('is of no use any more when something else was typed meanwhile', async () => {
    const screen = await edit();
    screen.type('/m\tx');
    await screen.until('/mx');
    screen.type('\r');
    await screen.until(reply('/mx'));
  });

  it('rings when there is nothing', async () => {
    const screen = await edit();
    screen.type('/x\t');
    await screen.until(() => screen.bells === 1);
  });
});

describe('an answer', () => {
  it.each([
    ['a backslash before Enter', 'half\\\r', 'half\\'],
    ['Alt-Enter', 'half\x1b\r', 'half'],
    ['Shift-Enter', 'half\x1b[13;2u', 'half'],
    ['Ctrl-J', 'half\n', 'half'],
  ])('is one line, and sent with %s', async (_, keys, text) => {
    const screen = await edit({ env: { ANSWER: '1' } });
    screen.type(keys);
    await screen.until(reply(text));
  });

  it('is pasted as one line, and not sent by that', async () => {
    const screen = await edit({ env: { ANSWER: '1' } });
    screen.paste('\none\n\ntwo\n');
    await screen.until(/^You: one two$/m);
    screen.type('!\r');
    await screen.until(reply('one two!'));
  });
});
