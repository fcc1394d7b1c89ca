import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { chunk, cut, DONE, event, hold, reset, sse } from '../helpers/fake-server.ts';
import { run } from '../helpers/run.ts';
import { serve, storedConversation } from '../helpers/talk.ts';
import { checkFaults } from './check.ts';
import { all, answers, breaks, type Form, fails } from './fault.ts';
import { type Raw, raw } from './steps.ts';

// What a response is, byte by byte: RFC 9112 "HTTP/1.1", sections 6 and 7, and RFC 9110, section 8.4, on encodings.

const HI = event(chunk('Hi'));
const BODY = `${HI}${event(chunk({}, { finish: 'stop' }))}${DONE}`;
const OK = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const LENGTH = Buffer.byteLength(BODY);

/** `text` as one chunk; its size is written as `size` says. */
const framed = (text: string, size = (length: number) => length.toString(16)) =>
  `${size(Buffer.byteLength(text))}\r\n${text}\r\n`;
const whole = (when: string, ...pieces: readonly Raw[]): Form => ({
  when,
  replies: [raw(...pieces)],
});
const encoded = (encoding: string, body: Uint8Array): Form => ({
  when: encoding,
  replies: [sse([body], { headers: { 'Content-Encoding': encoding } })],
});

checkFaults(
  'a response that is unusual, and whole',
  all(answers('Hi'), [
    whole('HTTP/1.0, without any framing', 'HTTP/1.0 200 OK\r\n\r\n', BODY, cut),
    whole('no reason phrase', 'HTTP/1.1 200\r\n\r\n', BODY, cut),
    whole('small letters in the head', `HTTP/1.1 200 OK\r\ncontent-length:${LENGTH}\r\n\r\n`, BODY),
    whole('a head in many segments', ...CHUNKED, framed(BODY), '0\r\n\r\n'),
    whole('100 Continue before', 'HTTP/1.1 100 Continue\r\n\r\n', CHUNKED, framed(BODY), '0\r\n\r\n'),
    whole('103 Early Hints before', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n', CHUNKED, framed(BODY)),
    whole(
      'chunks with extensions',
      CHUNKED,
      framed(BODY, (size) => `${size.toString(16)};name="value"`),
    ),
    whole(
      'sizes in capitals with zeros',
      CHUNKED,
      framed(BODY, (size) => `000${size.toString(16).toUpperCase()}`),
    ),
    whole('trailers', CHUNKED, framed(BODY), '0\r\nX-Usage: 3\r\n\r\n'),
    whole('no last chunk', CHUNKED, framed(BODY), cut),
    whole('more than the length says', `${OK}Content-Length: ${LENGTH}\r\n\r\n`, `${BODY}HTTP/1.1 200`),
    whole('the length, and the connection held', `${OK}Content-Length: ${LENGTH}\r\n\r\n`, BODY, hold),
    whole(
      'a chunk for every byte, in one segment',
      CHUNKED,
      Array.from(BODY, (byte) => framed(byte)).join(''),
    ),
  ]),
);

checkFaults(
  'an encoding that nobody asked for',
  all(answers('Hi'), [
    encoded('gzip', gzipSync(BODY)),
    encoded('X-GZip', gzipSync(BODY)),
    encoded('br', brotliCompressSync(BODY)),
    encoded('deflate', deflateSync(BODY)),
    { ...encoded('deflate', deflateRawSync(BODY)), when: 'deflate, without its header' },
    encoded('identity', Buffer.from(BODY)),
    encoded('deflate, gzip', gzipSync(deflateSync(BODY))),
    {
      ...encoded('gzip', Buffer.concat([gzipSync(HI), gzipSync(BODY.slice(HI.length))])),
      when: 'gzip in two members',
    },
    { ...encoded('gzip', gzipSync(BODY).subarray(0, -8)), when: 'gzip without its end' },
    { ...encoded('gzip', Buffer.concat([gzipSync(BODY), Buffer.alloc(64)])), when: 'gzip and zeros' },
  ]),
);

checkFaults('a response that breaks its own framing', [
  ...all(breaks('Hi', /in the middle of the answer|can't be decompressed/), [
    whole('a chunk size that is none', CHUNKED, framed(HI), 'zz\r\n'),
    whole('a chunk without its line break', CHUNKED, framed(HI), '3\r\n: \nxx'),
    whole('a chunk that is larger than anything', CHUNKED, framed(HI), 'fffffffff\r\nda', reset),
    whole('a length that ends it in mid-stream', `${OK}Content-Length: ${HI.length}\r\n\r\n`, BODY),
    whole('an empty last chunk in mid-stream', CHUNKED, framed(HI), '0\r\n\r\n'),
  ]),
  ...all(fails(6, /does not answer in HTTP \(HPE_/, /base URL/), [
    whole('a length that is none', `${OK}Content-Length: many\r\n\r\n`, BODY),
    whole('two lengths', `${OK}Content-Length: 7\r\nContent-Length: 8\r\n\r\n`, BODY),
    whole(
      'a length and chunks',
      `${OK}Content-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n`,
      framed(BODY),
    ),
    whole('a status that is none', 'HTTP/1.1 2OO OK\r\n\r\n', BODY),
  ]),
  ...all(fails(4, /status 101, which is no answer/, /base URL/), [
    whole(
      'a protocol that nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
      BODY,
    ),
  ]),
  ...all(fails(7, /broke before any text came|before any text|empty answer/, /try again/), [
    whole('no chunk that can be read', CHUNKED, 'zz\r\n'),
    whole('a length of zero', `${OK}Content-Length: 0\r\n\r\n`, BODY),
  ]),
]);

it('what could be read of damaged gzip is kept', async () => {
  const words = Array.from({ length: 3_000 }, (_, at) => `${(at * 7919) % 10_007} `);
  const bytes = gzipSync(words.map((word) => event(chunk(word))).join(''));
  for (let at = Math.floor(bytes.length / 2); at < bytes.length; at += 1) bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  const server = await serve(sse([bytes], { headers: { 'Content-Encoding': 'gzip' } }));
  const { code, stdout } = await run(['ask', 'hi'], { env: server.env });
  expect(code).toBe(7);
  expect(stdout.length).toBeGreaterThan(1_000);
  expect(words.join('').startsWith(stdout.trimEnd())).toBe(true);
  expect(storedConversation().messages[1]).toMatchObject({ status: 'incomplete' });
});
