import { chunk, DONE, event, type Framing, reply, sse } from '../helpers/fake-server.ts';
import { checkFaults } from './check.ts';
import { all, answers, breaks, type Form } from './fault.ts';
import { slowly } from './steps.ts';

// What an event stream means is said in the WHATWG HTML standard, "Server-sent events": 9.2.5 "Parsing an event stream"
// and 9.2.6 "Interpreting an event stream".

const STOP = event(chunk({}, { finish: 'stop' }));
const TEXT = 'a🙂é 月\n\t"b"\\';
const STREAM = `${event(chunk(TEXT))}${STOP}${DONE}`;
/** Steps that do something else than send mean a body that is not whole, but for this framing. */
const CLOSE = { framing: 'close' } as const;
/** `one`, and a line of the stream in another form. */
const one = (line: string) => `${line}\n\n${STOP}${DONE}`;
const JSON_ONE = JSON.stringify(chunk('one'));
const IN_THREE_LINES = `data: ${JSON_ONE.replace(',"choices"', ',\ndata: "choices"').replace('[{', '[\ndata:{')}`;

/** One segment. */
const stream = (when: string, bytes: string | Uint8Array): Form => ({ when, replies: [sse([bytes])] });

function eachByte(framing: Framing, gzip = false): Form {
  const bytes = Array.from(Buffer.from(STREAM), (byte) => Uint8Array.of(byte));
  return {
    when: `every byte on its own, ${framing}${gzip ? ', gzipped' : ''}`,
    replies: [sse(bytes, { framing, gzip })],
  };
}

function splitAt(index: number): Form {
  const bytes = Buffer.from(STREAM);
  const at = bytes.indexOf(Buffer.from('🙂')) + index;
  return {
    when: `an emoji split behind byte ${index}`,
    replies: [sse(slowly([bytes.subarray(0, at), bytes.subarray(at)]), CLOSE)],
  };
}

checkFaults(
  'segments',
  all(answers(TEXT), [
    splitAt(1),
    splitAt(2),
    splitAt(3),
    eachByte('chunked'),
    eachByte('length'),
    eachByte('close'),
    eachByte('chunked', true),
    stream('all at once', STREAM),
    { when: 'all at once, gzipped', replies: [sse([STREAM], { gzip: true })] },
    {
      when: 'a pair of surrogates in two events',
      replies: [
        sse([
          'data: {"choices":[{"delta":{"content":"a\\ud83d"}}]}\n\n',
          event(chunk('\ude42é 月\n\t"b"\\')),
          STOP,
        ]),
      ],
    },
  ]),
);

checkFaults(
  'lines (9.2.5: CRLF, LF and CR end a line; one byte order mark before the first is none of it)',
  all(answers(TEXT), [
    stream('CRLF', STREAM.replaceAll('\n', '\r\n')),
    stream('CR', STREAM.replaceAll('\n', '\r')),
    stream('CR and CRLF and LF', STREAM.replace('\n\n', '\r\r\n').replace('\n\n', '\n\r')),
    {
      when: 'CR and LF in two segments',
      replies: [sse(slowly(STREAM.replaceAll('\n', '\r\n').split(/(?<=\r)/)), CLOSE)],
    },
    stream('a byte order mark', `\uFEFF${STREAM}`),
    {
      when: 'a byte order mark in pieces',
      replies: [
        sse([...Buffer.from('\uFEFF')].map((byte) => Uint8Array.of(byte)).concat(Buffer.from(STREAM))),
      ],
    },
    stream('blank lines before, between and behind', `\n\r\n\r${STREAM.replaceAll('\n\n', '\n\n\n\n')}\n`),
    stream('three kilobytes of blank lines before', `${'\n'.repeat(3_000)}${STREAM}`),
  ]),
);

checkFaults(
  'fields (9.2.6: unknown ones and comments are ignored, data lines are joined, one space goes)',
  all(answers('one'), [
    stream('no space', one(`data:${JSON_ONE}`)),
    stream('two spaces', one(`data:  ${JSON_ONE}`)),
    stream('comments around', one(`: hello\n:\ndata: ${JSON_ONE}\n: bye`)),
    stream('three kilobytes of comments before', `: ${' '.repeat(3_000)}\n\n${one(`data: ${JSON_ONE}`)}`),
    stream('id and retry', one(`id: 1\nretry: 10\nid\ndata: ${JSON_ONE}\nretry: soon`)),
    stream('an event of the usual name', one(`event: message\ndata: ${JSON_ONE}`)),
    stream('an event of another name', one(`event: completion\ndata: ${JSON_ONE}`)),
    stream('unknown fields', one(`foo: bar\nDATA: x\n data: x\ndatax: y\ndata: ${JSON_ONE}\nerror: z`)),
    stream('JSON in three lines', one(IN_THREE_LINES)),
    {
      when: 'JSON in three lines that end with CR LF, in two segments each',
      replies: [
        sse(
          slowly(
            one(IN_THREE_LINES)
              .replaceAll('\n', '\r\n')
              .split(/(?<=\r)/),
          ),
          CLOSE,
        ),
      ],
    },
    stream('empty data', `data\n\ndata:\n\ndata: \n\n${one(`data: ${JSON_ONE}`)}`),
    stream('a name without data, which is forgotten', `event: error\n\n${one(`data: ${JSON_ONE}`)}`),
    stream('a ping with data that is no JSON', `event: ping\ndata: now\n\n${one(`data: ${JSON_ONE}`)}`),
  ]),
);

checkFaults(
  'the end (9.2.6 drops an event without its blank line; many servers forget it, so a whole one is read)',
  [
    ...all(answers('one'), [
      stream('[DONE] without a blank line', `data: ${JSON_ONE}\n\ndata: [DONE]`),
      stream('the finish without a blank line', `data: ${JSON_ONE}\n\n${STOP.trimEnd()}`),
      stream('the finish and one newline', `data: ${JSON_ONE}\n\n${STOP.trimEnd()}\n`),
      stream('[DONE] as JSON', `data: ${JSON_ONE}\n\ndata: "[DONE]"\n\n`),
      stream('[DONE] without a space and with blanks', `data: ${JSON_ONE}\n\ndata:[DONE] \n\n`),
      stream('more behind [DONE]', `data: ${JSON_ONE}\n\n${DONE}${event(chunk(' two'))}`),
    ]),
    { ...stream('text without a blank line', `data: ${JSON_ONE}`), outcome: breaks('one', /in the middle/) },
  ],
);

checkFaults(
  'what it is called',
  all(
    answers('one'),
    [
      'text/event-stream; charset=utf-8',
      'Text/Event-Stream',
      'text/plain',
      'application/json',
      'application/x-ndjson',
      '',
    ].map((type) => ({
      when: type || 'nothing',
      replies: [reply([one(`data: ${JSON_ONE}`)], { headers: { 'Content-Type': type } })],
    })),
  ),
);

checkFaults('bytes that are not UTF-8 (9.2.5 decodes them: U+FFFD)', [
  {
    ...stream(
      'in the text',
      Buffer.concat([
        Buffer.from('data: {"choices":[{"delta":{"content":"a'),
        Uint8Array.of(0xff, 0xe2, 0x82),
        Buffer.from(`b"}}]}\n\n${DONE}`),
      ]),
    ),
    outcome: answers('a\ufffd\ufffdb'),
  },
]);
