import { chunk, DONE, hold, type Reply, reply, silence, sse } from '../helpers/fake-server.ts';
import { checkFaults } from './check.ts';
import { all, answers, breaks, fails } from './fault.ts';
import { raw, repeat } from './steps.ts';

const HI = chunk('Hi');
const STOP = chunk({}, { finish: 'stop' });
const ROLE = chunk({ role: 'assistant', content: '' });
const COMMENT = repeat(': keep-alive\n\n');
const JSON_TYPE = { 'Content-Type': 'application/json' };
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n';

/** Rows with a time-out that nobody has to wait for. */
const impatient = (forms: readonly { when: string; replies: readonly Reply[] }[]) =>
  forms.map((form) => ({ ...form, flags: ['--timeout', '0.3'] }));

checkFaults(
  'a server that says nothing',
  all(
    fails(6, /no answer from 127\.0\.0\.1:\d+ within 0\.3 s/, /--timeout/),
    impatient([
      { when: 'it accepts and never answers', replies: [silence] },
      { when: 'half a head', replies: [raw(HEAD, hold)] },
      { when: 'a header after the other, for ever', replies: [raw(HEAD, repeat('X-More: x\r\n'))] },
      { when: 'the head alone', replies: [sse([hold])] },
      { when: 'the head alone, with a length', replies: [sse([hold], { framing: 'length' })] },
      { when: 'the head alone, of JSON', replies: [reply([hold], { headers: JSON_TYPE })] },
      { when: 'blank lines, for ever', replies: [sse([repeat('\n')], { framing: 'close' })] },
      { when: 'comments, for ever', replies: [sse([COMMENT], { framing: 'close' })] },
      { when: 'a comment that never ends', replies: [sse([': ', repeat('x')], { framing: 'close' })] },
      { when: 'a role and no text', replies: [sse([ROLE, hold])] },
      { when: 'a role, then comments', replies: [sse([ROLE, COMMENT], { framing: 'close' })] },
      { when: 'half of a first event', replies: [sse(['data: {"choices":[{"del', hold])] },
      { when: 'half of a whole answer', replies: [reply(['{"choices":[{"mess', hold])] },
      { when: 'gzip, and nothing in it', replies: [sse(['', hold], { gzip: true })] },
    ]),
  ),
);

checkFaults(
  'a server that falls silent',
  all(
    breaks('Hi', /fell silent in the middle of the answer: no event within 0\.3 s/),
    impatient([
      { when: 'after a chunk', replies: [sse([HI, hold])] },
      { when: 'after a chunk, with a length', replies: [sse([HI, hold], { framing: 'length' })] },
      { when: 'after a chunk, unframed', replies: [sse([HI, hold], { framing: 'close' })] },
      { when: 'after a chunk, gzipped', replies: [sse([HI, hold], { gzip: true })] },
      { when: 'within an event', replies: [sse([HI, 'data: {"choices":[{"delta":{"con', hold])] },
      {
        when: 'within an event, a byte at a time',
        replies: [sse([HI, 'data: "', repeat('x')], { framing: 'close' })],
      },
      { when: 'but for comments', replies: [sse([HI, COMMENT], { framing: 'close' })] },
      { when: 'but for blank lines', replies: [sse([HI, repeat('\n')], { framing: 'close' })] },
      {
        when: 'but for fields without data',
        replies: [sse([HI, repeat('id: 7\nretry: 1\n\n')], { framing: 'close' })],
      },
    ]),
  ),
);

checkFaults(
  'a server that has said it all and does not hang up',
  all(
    answers('Hi'),
    impatient([
      { when: 'after [DONE]', replies: [sse([HI, STOP, DONE, hold])] },
      { when: 'after [DONE], unframed', replies: [sse([HI, STOP, DONE, hold], { framing: 'close' })] },
      { when: 'after [DONE] without a finish', replies: [sse([HI, DONE, hold])] },
      { when: 'after the finish', replies: [sse([HI, STOP, hold])] },
      {
        when: 'after the finish, but for comments',
        replies: [sse([HI, STOP, COMMENT], { framing: 'close' })],
      },
      { when: 'after a whole answer', replies: [reply(['{"choices":[{"message":{"content":"Hi"}}]}'])] },
    ]),
  ),
);
