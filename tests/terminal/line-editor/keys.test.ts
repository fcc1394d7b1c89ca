import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CursorReport, createKeyDecoder, type Key } from '../../../src/terminal/line-editor/keys.ts';

const decode = (input: string): (Key | CursorReport)[] => {
  const decoder = createKeyDecoder();
  return [...decoder.write(input), ...decoder.flush()];
};
const key = (name: string): Key => ({ type: 'key', name });
const text = (typed: string): Key => ({ type: 'text', text: typed });
const paste = (pasted: string): Key => ({ type: 'paste', text: pasted });

/** Runs of typed text may be cut anywhere; what counts is their sum. */
function joined(keys: readonly (Key | CursorReport)[]): (Key | CursorReport)[] {
  const all: (Key | CursorReport)[] = [];
  for (const next of keys) {
    const last = all.at(-1);
    if (next.type === 'text' && last?.type === 'text') all.splice(-1, 1, text(last.text + next.text));
    else all.push(next);
  }
  return all;
}

describe('createKeyDecoder', () => {
  it.each([
    ['\r', 'enter'],
    ['\n', 'ctrl-j'],
    ['\t', 'tab'],
    ['\x7f', 'backspace'],
    ['\b', 'backspace'],
    ['\x01', 'ctrl-a'],
    ['\x1a', 'ctrl-z'],
    ['\x1f', 'ctrl-_'],
    ['\x1b', 'escape'],
    ['\x1bb', 'alt-b'],
    ['\x1b\r', 'alt-enter'],
    ['\x1b\n', 'alt-ctrl-j'],
    ['\x1b\x7f', 'alt-backspace'],
    ['\x1b漢', 'alt-漢'],
    ['\x1b[A', 'up'],
    ['\x1bOA', 'up'],
    ['\x1b[1~', 'home'],
    ['\x1b[H', 'home'],
    ['\x1bOF', 'end'],
    ['\x1b[3~', 'delete'],
    ['\x1b[3;5~', 'ctrl-delete'],
    ['\x1b[1;5D', 'ctrl-left'],
    ['\x1b[1;3C', 'alt-right'],
    ['\x1b[1;6A', 'ctrl-shift-up'],
    ['\x1b\x1b[D', 'alt-left'],
    ['\x1b[Z', 'shift-tab'],
    ['\x1b[13;2u', 'shift-enter'],
    ['\x1b[27;2;13~', 'shift-enter'],
    ['\x1b[97;5u', 'ctrl-a'],
  ])('takes %j for %s', (input, name) => {
    expect(decode(input)).toEqual([key(name)]);
  });

  it('gives what is typed as text, as much as there is', () => {
    expect(decode('hé 漢😀\x01x')).toEqual([text('hé 漢😀'), key('ctrl-a'), text('x')]);
  });

  it('passes over what is no key', () => {
    for (const sequence of ['\x1b[I', '\x1b[[A', '\x1b[<0;1;1M', '\x1b[?62;c', '\x1b[24~']) {
      expect(decode(`a${sequence}b`)).toEqual([text('a'), text('b')]);
    }
    expect(decode('a\x1b]11;rgb:0000/0000/0000\x1b\\b\x1bP1$r0m\x1b\\c\x1b]0;t\x07d')).toEqual(
      [...'abcd'].map(text),
    );
  });

  it('tells the answer to where the cursor is from a key', () => {
    expect(decode('a\x1b[12;40Rb')).toEqual([text('a'), { type: 'cursor', column: 39 }, text('b')]);
  });

  it('gives a paste in one piece, with newlines for its line ends', () => {
    expect(decode('a\x1b[200~one\rtwo\r\nthree\nfour\t\x1b[31m\x03\x1b[201~b')).toEqual([
      text('a'),
      paste('one\ntwo\nthree\nfour\t\x1b[31m\x03'),
      text('b'),
    ]);
    expect(decode('\x1b[200~\x1b[201~\x1b[200~x\x1b[201~')).toEqual([paste(''), paste('x')]);
  });

  it('waits for the end of a paste, whatever is in it', () => {
    const decoder = createKeyDecoder();
    expect(decoder.write('\x1b[200~half\x1b[20')).toEqual([]);
    expect([decoder.waiting, decoder.flush()]).toEqual([false, []]);
    expect(decoder.write('0~\x1b[201')).toEqual([]);
    expect(decoder.write('~')).toEqual([paste('half\x1b[200~')]);
  });

  it('waits for the rest of a sequence, and takes an Escape alone when told to', () => {
    const decoder = createKeyDecoder();
    expect(decoder.write('\x1b')).toEqual([]);
    expect(decoder.waiting).toBe(true);
    expect(decoder.write('[1;5')).toEqual([]);
    expect(decoder.write('C')).toEqual([key('ctrl-right')]);
    expect(decoder.write('x\x1b')).toEqual([text('x')]);
    expect(decoder.flush()).toEqual([key('escape')]);
    expect(decoder.waiting).toBe(false);
    decoder.write('\x1b[');
    expect(decoder.flush()).toEqual([key('alt-[')]);
  });

  it('gives the same keys however the bytes were split', () => {
    const parts = fc.constantFrom(
      ...[
        'a',
        'bc',
        '漢',
        '\r',
        '\x1b[A',
        '\x1b[1;5D',
        '\x1bb',
        '\x1b[200~p\rq\x1b[201~',
        '\x1b]0;t\x07',
        '\x01',
      ],
    );
    fc.assert(
      fc.property(fc.array(parts), fc.array(fc.integer({ min: 1, max: 7 })), (all, cuts) => {
        const input = all.join('');
        const decoder = createKeyDecoder();
        const keys: (Key | CursorReport)[] = [];
        let from = 0;
        for (const cut of cuts) {
          keys.push(...decoder.write(input.slice(from, from + cut)));
          from += cut;
        }
        keys.push(...decoder.write(input.slice(from)));
        expect(joined(keys)).toEqual(joined(decode(input)));
      }),
    );
  });

  it.each([
    ['\x1b[200~early', 'rest\x1b[201~x', [text('x')]],
    ['\x1b[200~early\x1b[20', '1~x', [text('x')]],
    // Its beginning was cut.
    ['\x1b[20', '0~key\x1b[201~x', [text('x')]],
    ['\x1b[', '200~key\x1b[201~x', [text('x')]],
    ['\x1b', '[200~key\x1b[201~x', [text('x')]],
    ['\x1b[200~', '\x03', [key('ctrl-c')]],
    // Only that one.
    ['\x1b[200~early', '\x1b[201~\x1b[200~late\x1b[201~', [paste('late')]],
    ['\x1b[20', '~\x1b[200~late\x1b[201~', [paste('late')]],
    ['\x1b', 'x', [text('x')]],
    ['\x1b', '[x', [text('[x')]],
    ['\x1b[', 'x', [text('x')]],
  ])('drops %j, and of %j what belongs to it', (before, after, keys) => {
    const decoder = createKeyDecoder();
    decoder.write(before);
    expect(decoder.drop()).toBe(true);
    expect(decoder.write(after)).toEqual(keys);
    expect([decoder.end(), decoder.drop()]).toEqual([[], false]);
  });

  it.each(['\x1b', '\x1b[', '\x1b[2', '\x1b[200'])(
    'gives nothing of %j, dropped, when nothing follows',
    (before) => {
      const decoder = createKeyDecoder();
      decoder.write(before);
      decoder.drop();
      expect(decoder.end()).toEqual([]);
      expect(decoder.write('a')).toEqual([text('a')]);
    },
  );

  it('gives nothing of a dropped paste when its end never comes', () => {
    const decoder = createKeyDecoder();
    expect(decoder.drop()).toBe(false);
    decoder.write('\x1b[200~early');
    decoder.drop();
    decoder.write('rest');
    expect(decoder.end()).toEqual([]);
    expect(decoder.write('a')).toEqual([text('a')]);
  });

  it('takes a paste of 10 MB in small pieces', () => {
    const decoder = createKeyDecoder();
    const piece = 'some text on a line\r'.repeat(50);
    decoder.write('\x1b[200~');
    for (let sent = 0; sent < 10_000; sent += 1) decoder.write(piece);
    const [pasted] = decoder.write('\x1b[201~');
    expect(pasted?.type === 'paste' && pasted.text.length).toBe(10_000 * piece.length);
  });
});
