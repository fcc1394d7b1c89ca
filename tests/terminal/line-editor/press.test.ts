import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startState } from '../../../src/terminal/line-editor/state.ts';
import { wrap } from '../../../src/terminal/line-editor/wrap.ts';
import { DOWN, LEFT, RIGHT, UP } from '../../helpers/keys.ts';
import { type, typeOn } from './type.ts';

const HISTORY = ['first', 'second\nline', 'third'];

describe('moving and deleting', () => {
  it.each([
    ['abc', 'abc|'],
    [`abc${LEFT}${LEFT}x`, 'ax|bc'],
    ['abc\x02\x02\x06x', 'abx|c'],
    ['abc\x01x', 'x|abc'],
    ['abc\x1b[Hx\x1b[Fy', 'xabcy|'],
    ['one two-three\x1bbX', 'one two-X|three'],
    ['one two\x1bb\x1bb\x1bfX', 'oneX| two'],
    ['one two\x1b[1;5D\x1b[1;5DX', 'X|one two'],
    ['abc\x7f', 'ab|'],
    ['abc\x01\x04\x1b[3~', '|c'],
    ['a漢👨‍👩‍👧e\u0301\x7f\x7f', 'a漢|'],
    [`a👨‍👩‍👧b${LEFT}${LEFT}x`, 'ax|👨‍👩‍👧b'],
    ['ab\x14', 'ba|'],
    [`abc${LEFT}${LEFT}\x14`, 'ba|c'],
    ['one\ntwo\x01x', 'one\nx|two'],
    [`one\ntwo${LEFT}${LEFT}${LEFT}${LEFT}\x05!`, 'one!|\ntwo'],
    ['one\ntwo\x1b<x', 'x|one\ntwo'],
    ['one\ntwo\x1b<\x1b>x', 'one\ntwox|'],
  ])('%j gives %j', (input, shown) => {
    expect(type(input).shown).toBe(shown);
  });
});

describe('a pair of keys that Ctrl-X begins', () => {
  it('edits, undoes, and is forgotten with any other key', () => {
    expect(type('abc\x18\x05').effects).toEqual(['edit']);
    expect(type('abc\x18\x15').shown).toBe('|');
    expect(type('abc\x18x\x01y')).toMatchObject({ shown: 'y|abcx', effects: [] });
    expect(type('abc\x18\x18\x01y').shown).toBe('y|abc');
  });

  it.each([
    ['Ctrl-C', 'abc\x18\x03', '|', []],
    ['Ctrl-D', '\x18\x04', '|', ['end']],
    ['Enter', 'abc\x18\r', 'abc|', ['submit']],
    ['Ctrl-Z', 'abc\x18\x1a', 'abc|', ['suspend']],
    ['Left', `abc\x18${LEFT}`, 'ab|c', []],
  ])('makes none with %s, which does what it does by itself', (_, input, shown, effects) => {
    expect(type(input)).toMatchObject({ shown, effects });
  });

  it('ends where there is nothing to undo', () => {
    expect(type('\x18\x15\r').effects).toEqual(['bell', 'submit']);
    expect(type('\x18\x15\x05').effects).toEqual(['bell']);
  });
});

describe('killing and bringing back', () => {
  it.each([
    ['one two three\x17\x17\x19', 'one two three|'],
    ['path/to file-name\x17', 'path/to |'],
    ['path/to file-name\x1b\x7f', 'path/to file-|'],
    ['one two\x01\x1bd\x05\x19', ' twoone|'],
    ['one two\x01\x1bd\x1bd\x19\x19', 'one twoone two|'],
    ['one two\x1bb\x0b\x01\x19', 'two|one '],
    ['one\ntwo\x1b<\x0b\x0b', '|two'],
    ['one\ntwo\x15', 'one\n|'],
    // Another key between two kills: only the last counts.
    ['ab cd\x17\x7f\x17\x19\x19', 'abab|'],
    // What Ctrl-C cleared is not lost.
    ['a thought\x03\x19', 'a thought|'],
  ])('%j gives %j', (input, shown) => {
    expect(type(input).shown).toBe(shown);
  });
});

describe('bringing back an older one', () => {
  const KILLED = 'one\x17two\x17three\x17';
  it.each([
    [`${KILLED}\x19`, 'three|'],
    [`${KILLED}\x19\x1by`, 'two|'],
    [`${KILLED}\x19\x1by\x1by`, 'one|'],
    [`${KILLED}\x19\x1by\x1by\x1by`, 'three|'],
    // Only right behind Ctrl-Y.
    [`${KILLED}\x19!\x1by`, 'three!|'],
    ['\x19\x1by', '|'],
  ])('%j gives %j', (input, shown) => {
    expect(type(input).shown).toBe(shown);
  });
});

describe('undoing', () => {
  it.each([
    [`one${RIGHT} two\x1f`, 'one|'],
    [`one${RIGHT} two\x1f\x1f`, '|'],
    [`on${RIGHT}e\x1f`, '|'],
    ['one two\x17\x1f', 'one two|'],
    [`abc${LEFT}x\x1f`, 'ab|c'],
    ['a\x1b[200~long\npaste\x1b[201~b\x1f\x1f', 'a|'],
    [`half${UP}!\x1f`, 'third|'],
    // Another message is no change of this one.
    [`half${UP}${DOWN}\x1f`, 'half|'],
    ['half\x03\x1f', 'half|'],
    ['one\x1b[47;5u', '|'],
  ])('%j gives %j', (input, shown) => {
    expect(type(input, HISTORY).shown).toBe(shown);
  });

  it('rings when there is nothing to undo', () => {
    expect(type('\x1f').effects).toEqual(['bell']);
  });
});

describe('several lines', () => {
  it.each([
    ['one\x1b\rtwo', 'one\ntwo|'],
    ['one\x0atwo', 'one\ntwo|'],
    ['one\x1b[13;2utwo', 'one\ntwo|'],
    ['one\\\rtwo', 'one\ntwo|'],
    ['\x1b[200~one\rtwo\r\x1b[201~', 'one\ntwo\n|'],
  ])('%j makes %j', (input, shown) => {
    const { effects, shown: made } = type(input);
    expect([made, effects]).toEqual([shown, []]);
  });

  it('keep the column going up and down, as far as the lines are long', () => {
    expect(type(`long line\nab\n漢字 long${UP}x`).shown).toBe('long line\nabx|\n漢字 long');
    expect(type(`long line\nab\nother line${UP}${UP}x`).shown).toBe('long linex|\nab\nother line');
    expect(type(`long line\nab\nother line${LEFT}${UP}${UP}${DOWN}${DOWN}x`).shown).toBe(
      'long line\nab\nother linx|e',
    );
    // The second column of a wide character is the character.
    expect(type(`漢字\nabc${UP}x`).shown).toBe('漢x|字\nabc');
  });

  it('keep it beside tabs and control characters, which are shown', () => {
    const paste = (text: string) => `\x1b[200~${text}\x1b[201~`;
    expect(type(`${paste('0123456789\n\tx')}${UP}|`).shown).toBe('012345678||9\n\tx');
    expect(type(`${paste('a\tb\n0123456789')}${UP}|`).shown).toBe('a\tb||\n0123456789');
    expect(type(`${paste('a\tb\n01234567')}${UP}|`).shown).toBe('a\t||b\n01234567');
    expect(type(`${paste('a\tb\n0123')}${UP}|`).shown).toBe('a||\tb\n0123');
    expect(type(`${paste('\x1b\u202e0\n0123456789')}${UP}|`).shown).toBe('\x1b\u202e0||\n0123456789');
  });

  it('go by where the prompt lets the first line begin', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\t', '漢', '\x1b')), fc.nat(12), (parts, indent) => {
        const first = parts.join('');
        const { rows } = wrap(first, { columns: 1000, indent, offset: 0 });
        const below = 'b'.repeat((rows[0]?.width ?? 0) - indent);
        const state = startState([], `${first}\n${below}`, [], indent);
        expect(typeOn(state, UP).state.line.cursor).toBe(first.length);
        expect(typeOn(state, `${UP}${DOWN}`).state.line.cursor).toBe(first.length + 1 + below.length);
        const down = typeOn({ ...state, line: { ...state.line, cursor: first.length } }, DOWN);
        expect(down.state.line.cursor).toBe(first.length + 1 + below.length);
      }),
    );
  });
});

describe('sending', () => {
  it('sends with Enter, wherever the cursor is', () => {
    expect(type(`ab${LEFT}\r`).effects).toEqual(['submit']);
    expect(type(`ab\\${LEFT}\r`).effects).toEqual(['submit']);
  });

  it.each([
    ['\x03', ['interrupt']],
    ['half\x03', []],
    ['half\x03\x03', ['interrupt']],
    ['\x04', ['end']],
    ['a\x04', []],
    ['a\x7f\x04', ['end']],
    ['\x1a', ['suspend']],
    ['\x0c', ['clear-screen']],
    ['a\t', ['complete']],
  ] as const)('%j asks for %j', (input, effects) => {
    expect(type(input).effects).toEqual(effects);
  });

  it('leaves alone what it does not know', () => {
    expect(type('a\x1b[15~\x1bq\x00\x1b[5~b')).toMatchObject({ shown: 'ab|', effects: [] });
  });
});

describe('the history', () => {
  it.each([
    [UP, 'third|'],
    [`${UP}${UP}`, 'second\nline|'],
    // In an entry of several lines the cursor moves first.
    [`${UP}${UP}${UP}`, 'seco|nd\nline'],
    [`${UP}${UP}${UP}${UP}`, 'first|'],
    [`${UP}${UP}${UP}${UP}${UP}${UP}`, 'first|'],
    [`half${UP}${DOWN}`, 'half|'],
    [`half${UP}!${DOWN}${UP}`, 'third!|'],
    ['\x10\x10\x0e', 'third|'],
    [DOWN, '|'],
  ])('%j shows %j', (input, shown) => {
    expect(type(input, HISTORY).shown).toBe(shown);
  });
});

describe('the hint', () => {
  it.each([RIGHT, '\x06', '\x05', '\x1b[F'])('is taken with %j at the end of the text', (key) => {
    expect(type(`/mo${key}`, [], 'del').shown).toBe('/model|');
  });

  it('is not taken elsewhere', () => {
    expect(type(`ab${LEFT}${RIGHT}`, [], 'c').shown).toBe('ab|');
  });
});

describe('any keys at all', () => {
  it('leave the cursor between two characters', () => {
    const keys = fc.constantFrom(
      ...[
        'a',
        ' ',
        '漢',
        '👨‍👩‍👧',
        'e\u0301',
        '\x0a',
        UP,
        DOWN,
        LEFT,
        RIGHT,
        '\x7f',
        '\x04x',
        '\x17',
        '\x19',
        '\x0b',
      ],
      ...[
        '\x15',
        '\x14',
        '\x1bb',
        '\x1bf',
        '\x1bd',
        '\x01',
        '\x05',
        '\x12',
        '\x1b[200~p\rq\x1b[201~',
        '\x03x',
      ],
    );
    fc.assert(
      fc.property(fc.array(keys), (all) => {
        const { line } = type(all.join(''), HISTORY).state;
        const edges = Array.from(new Intl.Segmenter().segment(line.text), ({ index }) => index);
        expect([...edges, line.text.length]).toContain(line.cursor);
      }),
    );
  });
});
