import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStyles } from '../../../src/terminal/colors.ts';
import { frameOf } from '../../../src/terminal/line-editor/frame.ts';
import type { State } from '../../../src/terminal/line-editor/state.ts';
import { CTRL_R, CTRL_U, DOWN, ESCAPE, RIGHT, UP } from '../../helpers/keys.ts';
import { type, typeOn } from './type.ts';

/** What is shown in a window that everything fits in, and where the cursor is. */
function shownIn(state: State) {
  const look = { prompt: '', hint: undefined, columns: 1000, capacity: 100, styles: createStyles(false) };
  const { rows, cursor } = frameOf(state, look);
  const label = /^(?:search|nothing with) '.*?': /;
  const before = [...rows.slice(0, cursor.row).map(({ content }) => content), cursor.before];
  return {
    text: rows
      .map(({ content }) => content)
      .join('\n')
      .replace(label, ''),
    cursor: before.join('\n').replace(label, '').length,
  };
}

describe('the search', () => {
  const searched = ['git status', 'make Test', 'git log', 'git log'];

  it.each([
    ['\x12git\x1b', '|git log'],
    ['\x12git\x12\x1b', '|git status'],
    ['\x12git\x12\x13\x1b', '|git log'],
    ['\x12test\x1b', 'make |Test'],
    ['\x12gitx\x7f\x1b', '|git log'],
    ['\x12make\x05!', 'make Test!|'],
    ['half\x12git\x07', 'half|'],
    ['half\x12git\x03', 'half|'],
    ['half\x12git\x1f', 'half|'],
    ['half\x12nowhere\x1b', 'half|'],
    [`half\x12make\x05${DOWN}${DOWN}${DOWN}`, 'half|'],
  ])('%j gives %j', (input, shown) => {
    expect(type(input, searched).shown).toBe(shown);
  });

  it.each([
    // As it was changed on the way, and so as it would be sent.
    [`${UP}${CTRL_U}hi${DOWN}${CTRL_R}foo${ESCAPE}`, '|'],
    [`${UP}${CTRL_U}hi${DOWN}${CTRL_R}hi${ESCAPE}`, '|hi'],
    [`${UP}${CTRL_U}hi${CTRL_R}foo${ESCAPE}`, 'hi|'],
    [`${UP}!${CTRL_R}foo${ESCAPE}`, 'delete the file |foo!'],
    [`${UP}!${CTRL_R}${ESCAPE}`, 'delete the file foo!|'],
  ])('of a history that was changed, %j gives %j', (input, shown) => {
    expect(type(input, ['delete the file foo']).shown).toBe(shown);
  });

  it.each([
    ['\x0b', '|two', []],
    ['\x0b!', '|', []],
    ['\x0b\x1f', '|two', ['bell']],
    // What was typed before the search belongs to another message.
    [RIGHT, 't|wo', ['bell']],
  ])('lets %j, which left it, be undone', (keys, shown, effects) => {
    expect(type(`half${CTRL_R}two${keys}\x1f`, ['two'])).toMatchObject({ shown, effects });
  });

  it('puts the cursor at what was found, also where its lower case is longer', () => {
    expect(type(`${CTRL_R}mer${ESCAPE}`, ['İİİİ merhaba']).shown).toBe('İİİİ |merhaba');
    expect(type(`${CTRL_R}👩${ESCAPE}`, ['we 👨‍👩‍👧']).shown).toBe('we |👨‍👩‍👧');
  });

  it('sends what is shown, whatever was typed before', () => {
    const keys = fc.constantFrom('foo', 'o', ' ', '👩', CTRL_U, '\x7f', UP, DOWN, CTRL_R, ESCAPE);
    fc.assert(
      fc.property(fc.array(keys), fc.constantFrom('o', 'foo', 'file', '👩'), (before, query) => {
        const searching = type(`${before.join('')}${CTRL_R}${query}`, ['a foo', 'file\nfoo', 'İ o👨‍👩‍👧']);
        const taken = typeOn(searching.state, ESCAPE).state.line;
        expect(shownIn(searching.state)).toEqual(taken);
      }),
    );
  });

  it('sends what was found with Enter', () => {
    const { effects, state } = type('\x12make\r', searched);
    expect([effects, state.line.text]).toEqual([['submit'], 'make Test']);
  });

  it('tells when nothing (more) is found', () => {
    expect(type('\x12git\x12\x12', searched).state.search).toMatchObject({ failed: true, index: 0 });
    expect(type('\x12zzz', searched).state.search?.failed).toBe(true);
  });
});
