import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventParser, EventTooLargeError, type ServerSentEvent } from '../../src/client/sse.ts';

/** Everything that `segments` give, the event without its blank line at the end included. */
function parse(
  segments: readonly Uint8Array[],
  limit = 1_000,
): { events: ServerSentEvent[]; rest?: ServerSentEvent } {
  const parser = new EventParser(limit);
  const events = segments.flatMap((segment) => parser.push(Buffer.from(segment)));
  const rest = parser.end();
  return rest === undefined ? { events } : { events, rest };
}

function event(data: string, name = ''): ServerSentEvent {
  return { name, data };
}

const STREAMS: readonly (readonly [string, string | Uint8Array, readonly ServerSentEvent[]])[] = [
  ['one event', 'data: a\n\n', [event('a')]],
  ['no space after the colon', 'data:a\n\n', [event('a')]],
  ['two spaces: the second is data', 'data:  a\n\n', [event(' a')]],
  ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', [event('a'), event('b')]],
  ['CR', 'data: a\r\rdata: b\r\r', [event('a'), event('b')]],
  [
    'every line ending at once',
    'data: a\r\n\ndata: b\r\n\rdata: c\n\r',
    [event('a'), event('b'), event('c')],
  ],
  ['a byte order mark', '\uFEFFdata: a\n\n', [event('a')]],
  ['a byte order mark is ignored at the start only', 'data: a\n\n\uFEFFdata: b\n\n', [event('a')]],
  ['several data lines', 'data: a\ndata: b\ndata\ndata:\n\n', [event('a\nb\n\n')]],
  ['comments', ': hello\n\ndata: a\n:\n: b\ndata: c\n\n', [event('a\nc')]],
  ['a name', 'event: error\ndata: a\n\ndata: b\n\n', [event('a', 'error'), event('b')]],
  ['a name without data is forgotten', 'event: ping\n\ndata: a\n\n', [event('a')]],
  [
    'fields that mean nothing here',
    'id: 1\nretry: 2\ndatabase: x\neventful: y\nnonsense\ndata: a\n\n',
    [event('a')],
  ],
  ['blank lines at the start', '\n\r\n\rdata: a\n\n', [event('a')]],
  ['emoji, combined characters', 'data: 👩‍👩‍👧 é 漢\n\n', [event('👩‍👩‍👧 é 漢')]],
  [
    'bytes that are not UTF-8',
    Uint8Array.of(100, 97, 116, 97, 58, 0xf0, 0x9f, 0xff, 65, 10, 10),
    [event('\uFFFD\uFFFDA')],
  ],
];

describe('events', () => {
  it.each(STREAMS)('%s', (_, stream, expected) => {
    expect(parse([Buffer.from(stream)]).events).toEqual(expected);
  });

  it.each(STREAMS)('are the same a byte at a time: %s', (_, stream, expected) => {
    expect(parse(Array.from(Buffer.from(stream), (byte) => Uint8Array.of(byte))).events).toEqual(expected);
  });

  it('come as soon as their blank line does', () => {
    const parser = new EventParser(100);
    expect(parser.push(Buffer.from('data: a\r\n\r'))).toEqual([event('a')]);
    expect(parser.push(Buffer.from('\ndata: b'))).toEqual([]);
    expect(parser.push(Buffer.from('\n\n'))).toEqual([event('b')]);
  });

  it.each([
    ['data: a\n\ndata: b', event('b')],
    ['data: a\n\ndata: b\n', event('b')],
    ['event: error\ndata: b\r', event('b', 'error')],
    ['data: a\n\n', undefined],
    [': comment', undefined],
    ['', undefined],
  ])('are told apart from what the end leaves over: %j', (stream, rest) => {
    expect(parse([Buffer.from(stream)]).rest).toEqual(rest);
  });
});

describe('an event that is too large', () => {
  const LIMIT = 20;

  it.each([
    ['one line', `data: ${'a'.repeat(LIMIT)}`],
    ['many lines', 'data: a\n'.repeat(LIMIT)],
    ['a field that means nothing', `x: ${'a'.repeat(LIMIT)}`],
    ['a comment within an event', `data: a\n:${'b'.repeat(LIMIT)}\n`],
  ])('is refused: %s', (_, stream) => {
    expect(() => parse([Buffer.from(stream)], LIMIT)).toThrow(EventTooLargeError);
  });

  it.each([
    ['comments, however many', ': alive\n'.repeat(LIMIT)],
    ['events, however many', 'data: a\n\n'.repeat(LIMIT)],
    ['an event of just the limit', `data: ${'a'.repeat(LIMIT - 6)}\n\n`],
  ])('is not %s', (_, stream) => {
    expect(() => parse([Buffer.from(stream)], LIMIT)).not.toThrow();
  });
});

describe('any stream', () => {
  const piece = fc.constantFrom(
    'data',
    'data: ',
    'event: e',
    ':',
    '\n',
    '\r',
    '\r\n',
    '\n\n',
    ' ',
    'a',
    '漢👍',
    '\uFEFF',
    '[DONE]',
  );
  const bytes = fc.oneof(
    fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join(''))),
    fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
  );

  it('gives the same events however it is cut', () => {
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(200)), (stream, cuts) => {
        const places = [
          0,
          ...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b),
          stream.length,
        ];
        const segments = places.slice(1).map((end, index) => stream.subarray(places[index], end));
        expect(parse(segments)).toEqual(parse([stream]));
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives back every text put into it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.constantFrom('\n', '\r', '\r\n'),
        (texts, ending) => {
          const stream = texts.map((text) => `data: ${JSON.stringify(text)}${ending}${ending}`).join('');
          expect(parse([Buffer.from(stream)], 10_000).events.map(({ data }) => JSON.parse(data))).toEqual(
            texts,
          );
        },
      ),
    );
  });
});
