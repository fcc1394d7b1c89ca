import { beforeEach, describe, expect, it } from 'vitest';
import { ended } from '../helpers/window.ts';
import { keep, keepThree, open } from './picker-world.ts';

beforeEach(keepThree);

describe.skipIf(process.platform === 'win32')('picking a conversation where there are only lines', () => {
  it('is choosing from a list of numbers', async () => {
    const screen = open(['history', 'show'], { TERM: 'dumb' });
    await screen.until('Number, name or id:');
    screen.type('3\r');
    await screen.until('git revert');
    expect((await ended(screen)).code).toBe(0);
    expect(screen.raw).not.toContain('\u001b');
  });

  it('is reading titles that are broken at words', async () => {
    keep('eeee5555', 4, 'A title of several words, longer than the window', 'Yes.');
    const screen = open(['history', 'show'], { TERM: 'dumb' }, { cols: 40 });
    await screen.until('Number, name or id:');
    const [title, rest] = screen.history();
    expect([title, rest?.slice(0, 18)]).toEqual([
      '  1  A title of several words, longer',
      '  than the window ',
    ]);
    screen.type('7777\r');
    await screen.until('there is no conversation “7777”');
    const said = screen.history().findIndex((line) => line.startsWith('there is no number'));
    expect(screen.history()[said]).toBe('there is no number 7777 in this list,');
  });

  it('says how many a list of numbers leaves out, and takes no number for a name that is none', async () => {
    for (let at = 0; at < 20; at += 1) keep(`dddd44${at + 10}`, 10, `Further ${at}`, 'Yes.');
    keep('202655aa', 1, 'Far down', 'Found.');
    const screen = open(['history', 'show'], { TERM: 'dumb' });
    await screen.until('     and 4 more');
    await screen.until(/^Number, name or id:$/m);
    expect(screen.history().filter((line) => /^ +\d+ {2}/.test(line))).toHaveLength(20);
    screen.type('21\r');
    await screen.until('there is no number 21 in this list');
    await screen.until(/^Number, name or id:$/m);
    // The beginning of an id may be a number, too.
    screen.type('2026\r');
    await screen.until('Found.');
    expect((await ended(screen)).code).toBe(0);
  });

  it('asks again where a number is the beginning of an id, but no name that is taken', async () => {
    keep('21abcd99', 1, 'Far down', 'Found.');
    keep('20265501', 1, 'One of two', 'First.');
    keep('20265502', 1, 'The other', 'Second.');
    const screen = open(['history', 'show'], { TERM: 'dumb' }, { cols: 120 });
    await screen.until(/^Number, name or id:$/m);
    for (const [answer, why] of [
      ['21', 'there is no conversation “21”'],
      ['20265', '2 conversations begin with “20265”: 20265501, 20265502'],
      ['1.5', 'there is no conversation “1.5”'],
    ]) {
      screen.type(`${answer}\r`);
      await screen.until(`there is no number ${answer} in this list, and ${why}`);
      await screen.until(/^Number, name or id:$/m);
    }
    screen.type('20265502\r');
    await screen.until('Second.');
    expect((await ended(screen)).code).toBe(0);
  });

  it.each(['Infinity', '0x1f', '1e3'])('takes %s for a name', async (name) => {
    const screen = open(['history', 'show'], { TERM: 'dumb' });
    await screen.until(/^Number, name or id:$/m);
    screen.type(`${name}\r`);
    const { code, text } = await ended(screen);
    expect(code).toBe(2);
    expect(text).toContain(`there is no conversation “${name}”`);
  });

  it('is given up with no answer', async () => {
    for (const keys of ['\r', '\u0004', '\u0003']) {
      const screen = open(['history', 'show'], { TERM: 'dumb' });
      await screen.until(/^Number, name or id:$/m);
      screen.type(keys);
      const { code, lines } = await ended(screen);
      expect([code, lines.slice(3).join('')]).toEqual([
        130,
        expect.stringMatching(/^Number, name or id:( \^C)?$/),
      ]);
    }
  });
});
