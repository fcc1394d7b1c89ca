import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/conversation/types.ts';
import { createCodec } from '../../src/store/codec.ts';
import { decodeConversation } from '../../src/store/format.ts';
import { conversation, encodeConversation, message } from './fixture.ts';

const ORIGIN = { id: 'file1', time: () => '2026-03-04T05:06:07.000Z' };
const answer = (content: string): Message => ({ ...message(content), role: 'assistant' });

describe('a codec encodes', () => {
  test('the same bytes as one that has no memory, whatever changes between two saves', () => {
    const { encode } = createCodec();
    const [asked, answered, again] = [message('Hi'), message('Hello — 月'), message('And?')];
    const steps: readonly (readonly Message[])[] = [
      [],
      [asked],
      [asked, answer('Hello')],
      [asked, answered, again],
      [asked, answered, again, answer('So')],
      [asked, answered, again, answer('So it is')],
      [asked, answered, again, answer('So it is'), message('Thanks')],
      [asked, { ...answered, content: 'edited' }, again],
      [answered, again],
      [again],
    ];
    for (const messages of steps) {
      const { messages: last, ...head } = conversation({ messages });
      const plainly = `${JSON.stringify({ ...head, messages: last }, null, 2)}\n`;
      expect(encode({ ...head, messages: last }).toString()).toBe(plainly);
    }
  });

  test('answers without a question as they are at each save, and what is asked behind them', () => {
    const { encode } = createCodec();
    const alone = answer('Hello');
    const steps: readonly (readonly Message[])[] = [
      [alone],
      [alone, answer('So')],
      [alone, answer('So it is')],
      [alone, answer('So it is'), message('And?')],
      [alone, answer('So it is'), message('And?'), answer('Yes')],
    ];
    for (const messages of steps) {
      const { messages: last, ...head } = conversation({ messages });
      const plainly = `${JSON.stringify({ ...head, messages: last }, null, 2)}\n`;
      expect(encode({ ...head, messages: last }).toString()).toBe(plainly);
    }
  });

  test('the same bytes after reading as without, whatever is added or dropped', () => {
    const said = fc.record({
      id: fc.string({ minLength: 1 }),
      role: fc.constantFrom('user' as const, 'assistant' as const),
      content: fc.string({ unit: 'binary' }),
      createdAt: fc.constant('2026-01-01T00:00:00.000Z'),
    });
    fc.assert(
      fc.property(fc.array(said), fc.array(said), fc.nat(3), (before, added, dropped) => {
        const codec = createCodec();
        const written = conversation({ id: ORIGIN.id, messages: before });
        const read = codec.decode(encodeConversation(written), ORIGIN);
        if (read.kind !== 'ok') throw new Error(read.kind);
        expect(read.conversation).toEqual(written);
        const kept = read.conversation.messages.slice(0, Math.max(0, before.length - dropped));
        const next = { ...read.conversation, title: 'Later', messages: [...kept, ...added] };
        expect(codec.encode(next).toString()).toBe(encodeConversation(next).toString());
      }),
    );
  });

  test('what was read as it stood, where somebody wrote it by hand', () => {
    const json = encodeConversation(
      conversation({ id: ORIGIN.id, messages: [message('Hi'), answer('Yes?')] }),
    )
      .toString()
      .replace('"content": "Hi"', '"content":   "\\u0048i"');
    const codec = createCodec();
    const read = codec.decode(Buffer.from(json), ORIGIN);
    if (read.kind !== 'ok') throw new Error(read.kind);
    const next = { ...read.conversation, messages: [...read.conversation.messages, message('And?')] };
    const bytes = codec.encode(next);
    expect(bytes.toString()).toContain('"content":   "\\u0048i"');
    expect(decodeConversation(bytes, ORIGIN)).toEqual({ kind: 'ok', conversation: next });
  });

  test('a message that had to be mended as it was mended', () => {
    const { id: _, ...nameless } = message('Hi');
    const json = JSON.stringify({ ...conversation(), messages: [nameless, message('And?')] }, null, 2);
    const codec = createCodec();
    const read = codec.decode(Buffer.from(`${json}\n`), ORIGIN);
    if (read.kind !== 'ok') throw new Error(read.kind);
    expect(codec.encode(read.conversation).toString()).toBe(encodeConversation(read.conversation).toString());
  });
});

describe('a codec decodes', () => {
  const list = '"messages": [\n    {"role": "user", "content": "one"}\n  ]';
  const decoy = '"messages": [\n    {"role": "user", "content": "two"}\n  ]';

  test.each([
    ['the messages first', `{\n  ${list},\n  "version": 1\n}\n`],
    ['others inside an unknown field', `{\n  "x": {\n  ${decoy}},\n  "version": 1,\n  ${list}\n}\n`],
    [
      'others in an unknown field behind them',
      `{\n  "version": 1,\n  ${list},\n  "x": {\n  ${decoy}\n}\n}\n`,
    ],
    ['messages twice', `{\n  "version": 1,\n  ${decoy},\n  ${list}\n}\n`],
    ['a field between two lists', `{\n  "version": 1,\n  ${decoy},\n  "title": "T",\n  ${list}\n}\n`],
    ['messages inside a list', `{\n  "version": 1,\n  "x": [{\n  ${decoy}\n}\n],\n  ${list}\n}\n`],
    ['a byte order mark', `\ufeff{\n  "version": 1,\n  ${list}\n}\n`],
    ['a list that ends too early', `{\n  "version": 1,\n  "messages": [\n  ]\n  ]\n}\n`],
    ['nothing but the end of one', `\n  "messages": [\n\n  ]\n}\n`],
    ['one that begins as another ends', `{\n  "version": 1,\n  "messages": [\n  ]\n}\n`],
  ])('what is there, with %s', (_what, json) => {
    const bytes = Buffer.from(json);
    expect(createCodec().decode(bytes, ORIGIN)).toEqual(decodeConversation(bytes, ORIGIN));
  });

  test('what JSON.parse would, however a document is put together', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      '\n',
      '  ',
      ',',
      '"version": 1',
      list,
      decoy,
      '"x": ',
      '"a"',
      '\ufeff',
    ];
    const whole = fc.array(fc.constantFrom(...pieces)).map((some) => some.join(''));
    const begun = whole.map((some) => `{\n  "version": 1,\n  ${some}`);
    const ended = fc
      .tuple(begun, fc.constantFrom(`,\n  ${list}\n}\n`, `\n  ]\n}\n`, '\n}\n'))
      .map((some) => some.join(''));
    fc.assert(
      fc.property(fc.oneof(whole, begun, ended), (json) => {
        const bytes = Buffer.from(json);
        const codec = createCodec();
        const read = codec.decode(bytes, ORIGIN);
        expect(read).toEqual(decodeConversation(bytes, ORIGIN));
        if (read.kind !== 'ok') return;
        const next = {
          ...read.conversation,
          title: 'Next',
          messages: [...read.conversation.messages, message('And?')],
        };
        expect(decodeConversation(codec.encode(next), ORIGIN)).toEqual({ kind: 'ok', conversation: next });
      }),
      { numRuns: 2000 },
    );
  });
});
