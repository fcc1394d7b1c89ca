import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/conversation/types.ts';
import { salvageDocument } from '../../src/store/salvage.ts';
import { at, conversation, encodeConversation, message } from './fixture.ts';

const content = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('{"role":"user","content":"no message"}', '"messages": [', '\\"', '\\\\', ']}', '🦓é'),
);
const messages = fc.array(
  content.map((text) => message(text, { usage: null, reasoning: '{"a":[{}]}' })),
  { maxLength: 5 },
);

/** How the document is written, and where a message ends in it. */
function written(all: readonly Message[], isCompact: boolean) {
  const document = conversation({ title: '"messages": [{', name: 'trip', messages: all, updatedAt: at(7) });
  const bytes = isCompact ? Buffer.from(JSON.stringify(document)) : encodeConversation(document);
  return { document, bytes };
}

function endsOf(bytes: Buffer, all: readonly Message[], isCompact: boolean): number[] {
  let from = bytes.lastIndexOf(isCompact ? '"messages":[' : '\n  "messages": [');
  return all.map((item) => {
    const text = isCompact ? JSON.stringify(item) : JSON.stringify([item], null, 2).slice(4, -2);
    const shown = isCompact ? text : text.replaceAll('\n', '\n  ');
    from = bytes.indexOf(shown, from) + Buffer.byteLength(shown);
    return from;
  });
}

describe('a document that was cut off', () => {
  test('at any byte gives back the messages that are whole before the cut, and the fields before it', () => {
    fc.assert(
      fc.property(messages, fc.boolean(), (all, isCompact) => {
        const { document, bytes } = written(all, isCompact);
        const ends = endsOf(bytes, all, isCompact);
        for (let cut = 0; cut <= bytes.length; cut++) {
          const salvaged = salvageDocument(bytes.subarray(0, cut));
          expect(salvaged.messages).toEqual(all.filter((_, n) => (ends[n] ?? 0) <= cut));
          if (cut > (ends[0] ?? bytes.length))
            expect(salvaged).toEqual({ ...document, messages: salvaged.messages });
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('a document that was damaged', () => {
  const all = ['one', 'two', 'three', 'four'].map((text) => message(`${text} {"a":[`));
  const { document, bytes } = written(all, false);
  const overwrite = (at: number, length: number, byte = 0) => Buffer.from(bytes).fill(byte, at, at + length);
  const at2 = bytes.indexOf('two {');

  test.each([
    ['bytes of a message are zero', overwrite(at2, 3), [0, 2, 3], true],
    ['a message lost its quote', overwrite(bytes.indexOf('"', at2 + 9), 1, 0x20), [0, 2, 3], true],
    ['a message lost its brace', overwrite(bytes.indexOf('}', at2 + 9), 1, 0x20), [0, 2, 3], true],
    ['a brace too many', overwrite(bytes.indexOf(',\n    {', at2), 1, 0x7d), [0, 1, 2, 3], true],
    ['the beginning is zero', overwrite(0, bytes.indexOf('"id"', at2)), [3], false],
    ['one role is none', overwrite(bytes.indexOf('user', at2 - 40), 1), [0, 2, 3], true],
    [
      'a word where the messages were announced',
      overwrite(bytes.indexOf('"messages"'), 4),
      [0, 1, 2, 3],
      true,
    ],
    ['a field is gone', overwrite(bytes.indexOf('"kind"'), 8), [0, 1, 2, 3], true],
  ])('gives back the messages that are whole: %s', (_, damaged, whole, hasHead) => {
    const salvaged = salvageDocument(damaged);
    expect(salvaged.messages).toEqual(whole.map((n) => all[n]));
    if (hasHead) expect(salvaged).toMatchObject({ id: document.id, name: 'trip', baseUrl: document.baseUrl });
  });

  test('is read as UTF-8 as far as it is', () => {
    const foreign = Buffer.concat([bytes.subarray(0, at2), Buffer.from([0xff, 0xfe]), bytes.subarray(at2)]);
    expect(salvageDocument(foreign).messages.map(({ content }) => content)).toEqual(
      all.map((item, n) => (n === 1 ? `\ufffd\ufffd${item.content}` : item.content)),
    );
  });

  test('never stops the reader, whatever is in it, and names no prototype', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(bytes.length), (noise, where) => {
        const noisy = Buffer.concat([bytes.subarray(0, where), noise, bytes.subarray(where)]);
        for (const { content } of salvageDocument(noisy).messages) expect(typeof content).toBe('string');
      }),
    );
    expect(Object.getPrototypeOf(salvageDocument(Buffer.from('{"__proto__":{"x":1},')))).toBe(
      Object.prototype,
    );
  });

  test.each([['{"a":'], ['[{'], ['"\\"'], ['{"role":"user","content":"'], ['}{'], ['"messages":[']])(
    'takes no longer than its length asks for: %s, a million times',
    (piece) => {
      expect(salvageDocument(Buffer.from(piece.repeat(300_000))).messages).toEqual([]);
    },
  );
});
