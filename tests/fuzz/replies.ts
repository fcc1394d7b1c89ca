/** What a server may send: a whole reply as bytes, in which pieces, and what comes of the connection then. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Reply } from '../helpers/fake-server.ts';
import { bytes, json, mutated, text } from './arbitraries.ts';
import { bytesOf, KEY, latin1Of } from './world.ts';

export interface HostileReply {
  /** Everything from the status line on, a byte a character. */
  readonly sent: string;
  /** Where it is cut into segments. */
  readonly cuts: readonly number[];
  readonly ending: 'end' | 'reset' | 'hold';
}

/** Plays `reply` to whoever asks. */
export function play({ sent, cuts, ending }: HostileReply): Reply {
  return async (connection) => {
    const whole = bytesOf(sent);
    let from = 0;
    for (const to of [...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length]) {
      if (to > from) await connection.write(whole.subarray(from, to));
      from = to;
    }
    if (ending === 'end') connection.end();
    if (ending === 'reset') connection.reset();
  };
}

/** Long enough to show what takes more than linear time. */
const repeated = fc
  .tuple(text, fc.integer({ min: 100, max: 5000 }))
  .map(([part, count]) => part.repeat(count));

const delta = fc.oneof(
  { weight: 6, arbitrary: text.map((content) => ({ content })) },
  { weight: 1, arbitrary: repeated.map((content) => ({ content })) },
  { weight: 1, arbitrary: text.map((reasoning) => ({ reasoning_content: reasoning })) },
  { weight: 1, arbitrary: text.map((refusal) => ({ refusal })) },
  fc
    .array(
      text.map((part) => ({ type: 'text', text: part })),
      { maxLength: 2 },
    )
    .map((content) => ({ content })),
  json,
);
const finish = fc.oneof(
  { weight: 8, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>('stop', 'length', 'content_filter', 'tool_calls', 7, 'x\x1b[6n'),
  },
);
const usage = fc.oneof(
  fc.constant(undefined),
  fc.record({ prompt_tokens: json, completion_tokens: json, total_tokens: fc.double() }),
);
/** As servers repeat a key. */
const KEY_FORMS = [
  KEY,
  `Bearer ${KEY}`,
  encodeURIComponent(KEY),
  KEY.replaceAll('/', '\\/'),
  KEY.replaceAll('/', '&#x2F;'),
  KEY.replace('0', '<b>0</b>'),
  Buffer.from(KEY).toString('base64'),
  Buffer.from(`user:${KEY}`).toString('base64'),
];

const words = fc.oneof(
  text,
  fc.constantFrom(...KEY_FORMS).map((key) => `Incorrect API key: ${key}\r\n\x1b[2J`),
);

/** An error as servers word it; what it says may hold the key. */
const serverError = fc.record(
  {
    message: fc.oneof({ weight: 3, arbitrary: words }, { weight: 1, arbitrary: json }),
    code: fc.oneof(fc.constantFrom('insufficient_quota', 'context_length_exceeded'), json),
    param: fc.oneof(fc.constantFrom('max_tokens', 'temperature', 'messages'), json),
    type: words,
    detail: fc.array(fc.record({ loc: fc.array(json, { maxLength: 2 }), msg: words })),
  },
  { requiredKeys: [] },
);

const chunk = fc.oneof(
  {
    weight: 16,
    arbitrary: fc.record({
      choices: fc.array(
        fc.record(
          { delta, finish_reason: finish, index: fc.oneof(fc.constant(0), json) },
          { requiredKeys: ['delta'] },
        ),
        { maxLength: 2 },
      ),
      usage,
    }),
  },
  { weight: 1, arbitrary: fc.record({ choices: json, usage: json }) },
  { weight: 1, arbitrary: fc.record({ error: fc.oneof(json, serverError) }) },
  { weight: 1, arbitrary: json },
);

const stringify = (value: unknown) => latin1Of(JSON.stringify(value) ?? 'null');
const lineEnd = fc.constantFrom('\n', '\n', '\r\n', '\r');
const event = fc.oneof(
  { weight: 8, arbitrary: chunk.map((value) => `data: ${stringify(value)}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('data: [DONE]', 'data:[DONE]', ': comment', 'event: error', 'id: 1\nretry: 5'),
  },
  { weight: 1, arbitrary: bytes.map((data) => `data: ${data}`) },
  { weight: 1, arbitrary: bytes },
);
/** Most end as they should, so that what comes before is taken for an answer. */
const ending = fc.constantFrom(
  ['data: {"choices":[{"delta":{"content":"."},"finish_reason":"stop"}]}', 'data: [DONE]'],
  ['data: {"choices":[{"delta":{"content":"."},"finish_reason":"length"}]}'],
  ['data: [DONE]'],
  [],
);
const stream = fc
  .tuple(fc.array(event, { maxLength: 6 }), ending, lineEnd)
  .map(([events, last, end]) => [...events, ...last].map((line) => `${line}${end}${end}`).join(''));

const body = fc.oneof(
  { weight: 6, arbitrary: stream },
  { weight: 4, arbitrary: mutated(stream) },
  { weight: 1, arbitrary: bytes },
  {
    weight: 3,
    arbitrary: mutated(
      fc.oneof(
        serverError.map((error) => stringify({ error })),
        serverError.map(stringify),
      ),
    ),
  },
  { weight: 1, arbitrary: mutated(json.map(stringify)) },
  {
    weight: 1,
    arbitrary: mutated(
      fc
        .record({ choices: fc.array(fc.record({ message: delta, finish_reason: finish })), usage })
        .map(stringify),
    ),
  },
  { weight: 1, arbitrary: text.map((words) => latin1Of(`<!DOCTYPE html><title>${words}</title>`)) },
);

const status = fc.oneof(
  { weight: 12, arbitrary: fc.constant('200 OK') },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '201',
      '204',
      '206',
      '301 M',
      '302',
      '307 T',
      '308',
      '304',
      '400 B',
      '401',
      '402',
      '403',
      '404',
      '407',
      '408',
      '409',
      '413',
      '422',
      '429 X',
      '451',
      '500',
      '502',
      '503',
      '529',
      '599',
      '100',
      '999',
    ),
  },
  { weight: 1, arbitrary: fc.nat({ max: 1000 }).map(String) },
  { weight: 1, arbitrary: bytes },
);
const contentType = fc.constantFrom(
  'text/event-stream',
  'text/event-stream',
  'text/event-stream',
  'text/event-stream',
  'text/event-stream; charset=utf-8',
  'application/json',
  'text/html',
  'text/plain',
  'application/octet-stream',
  '',
);
const header = fc.oneof(
  fc.constantFrom(
    'Retry-After: 0',
    'Retry-After: 99999',
    `Retry-After: ${KEY}`,
    'Retry-After: Fri, 31 Dec 9999 23:59:59 GMT',
    'Retry-After: -1',
    'Location: /v1/x',
    'Location: //evil.invalid/',
    'Location: \x1b[2J',
    `Location: http://127.0.0.1:1/?${encodeURIComponent(KEY)}`,
    'Location: http://[',
    'Location: ',
    'Content-Encoding: gzip',
    'Content-Encoding: br',
    'Content-Encoding: deflate, x',
    `WWW-Authenticate: Bearer ${KEY}`,
    'Connection: close',
    `x-request-id: ${KEY}`,
    'Set-Cookie: a=\xff',
    'Transfer-Encoding: gzip, chunked',
    'Content-Length: 7',
  ),
  bytes.map((value) => `x-any: ${value}`),
);

type Framing = 'length' | 'chunked' | 'none' | 'long' | 'short' | 'gzip';

function framed(content: string, framing: Framing): { headers: string[]; content: string } {
  const length = (value: number) => [`Content-Length: ${value}`];
  switch (framing) {
    case 'length':
      return { headers: length(content.length), content };
    case 'long':
      return { headers: length(content.length + 5), content };
    case 'short':
      return { headers: length(Math.max(0, content.length - 5)), content };
    case 'gzip': {
      const packed = gzipSync(bytesOf(content)).toString('latin1');
      return { headers: ['Content-Encoding: gzip', ...length(packed.length)], content: packed };
    }
    case 'chunked': {
      const pieces = content.match(/[\s\S]{1,500}/g) ?? [];
      const chunks = pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`);
      return { headers: ['Transfer-Encoding: chunked'], content: `${chunks.join('')}0\r\n\r\n` };
    }
    case 'none':
      return { headers: [], content };
  }
}

const shaped = fc
  .record({
    status,
    contentType,
    extra: fc.oneof(
      { weight: 4, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.array(header, { maxLength: 2 }) },
    ),
    framing: fc.constantFrom<Framing>(
      'length',
      'chunked',
      'none',
      'length',
      'chunked',
      'none',
      'long',
      'short',
      'gzip',
    ),
    body,
  })
  .map(({ status, contentType, extra, framing, body }) => {
    const { headers, content } = framed(body, framing);
    const head = [`HTTP/1.1 ${status}`, `Content-Type: ${contentType}`, ...headers, ...extra];
    return `${head.join('\r\n')}\r\n\r\n${content}`;
  });

/** Replies from valid over slightly wrong to noise. */
export const hostileReply: fc.Arbitrary<HostileReply> = fc.record({
  sent: fc.oneof(
    { weight: 8, arbitrary: shaped },
    { weight: 2, arbitrary: mutated(shaped) },
    { weight: 1, arbitrary: bytes },
  ),
  cuts: fc.array(fc.nat({ max: 2000 }), { maxLength: 4 }),
  ending: fc.constantFrom('end', 'end', 'end', 'reset', 'hold'),
});
