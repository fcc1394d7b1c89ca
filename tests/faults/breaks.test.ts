import { chunk, cut, DONE, event, type Framing, reset, type Step, sse } from '../helpers/fake-server.ts';
import { checkFaults } from './check.ts';
import { answers, breaks, type Fault, fails, type Outcome } from './fault.ts';

const HI = chunk('Hi');
const STOP = chunk({}, { finish: 'stop' });
const THUMB = Buffer.from(event(chunk('👍')));
const MID_CHARACTER = THUMB.subarray(0, THUMB.indexOf(0xf0) + 2);

const NONE = fails(7, /before any text came|empty answer/, /try again/);
const PART = breaks('Hi', /in the middle of the answer/);
const WHOLE = answers('Hi');

/** When the connection ends: what came until then, and what becomes of it. */
const MOMENTS: readonly (readonly [string, readonly Step[], Outcome])[] = [
  ['before the first byte', [], NONE],
  ['after a role', [chunk({ role: 'assistant' })], NONE],
  ['within the first event', ['data: {"choices":[{"delta":{"content":"Hi'], NONE],
  ['after a chunk', [HI], PART],
  ['within an event', [HI, 'data: {"choices":[{"delta":{"content":" there"}}'], PART],
  ['within a field', [HI, 'dat'], PART],
  ['within a character', [HI, MID_CHARACTER], PART],
  ['within the event of the finish', [HI, event(STOP).slice(0, 60)], PART],
  ['after the finish', [HI, STOP], WHOLE],
  ['within the usage', [HI, STOP, 'data: {"choices":[],"usage":{"prom'], WHOLE],
  ['within [DONE]', [HI, STOP, 'data: [DO'], WHOLE],
  ['after [DONE]', [HI, STOP, DONE], WHOLE],
  ['after [DONE] alone', [HI, DONE], WHOLE],
];

/** How it ends: a step, and how the body is framed. */
type End = readonly [how: string, steps: readonly Step[], options: { framing: Framing; gzip?: boolean }];

const ENDS: readonly End[] = [
  ['closed, chunked', [cut], { framing: 'chunked' }],
  ['reset, unframed', [reset], { framing: 'close' }],
];
/** In other framings the same happens at the same moments: the sore ones show it. */
const OTHER_ENDS: readonly End[] = [
  ['reset, chunked', [reset], { framing: 'chunked' }],
  ['closed, with a length', [cut], { framing: 'length' }],
  ['closed, unframed', [], { framing: 'close' }],
  ['closed, gzipped', [cut], { framing: 'chunked', gzip: true }],
];
const SORE = /^(?:before the first byte|after a chunk|within a character|after the finish)$/;

function endsIn([how, steps, options]: End, moments: typeof MOMENTS): void {
  const faults: Fault[] = moments.map(([when, before, outcome]) => ({
    when,
    replies: [sse([...before, ...steps], options)],
    outcome,
  }));
  checkFaults(how, faults);
}

for (const end of ENDS) endsIn(end, MOMENTS);
for (const end of OTHER_ENDS) {
  endsIn(
    end,
    MOMENTS.filter(([when]) => SORE.test(when)),
  );
}
// A body that ends as its framing says, and says too little.
endsIn(['ended in order', [], { framing: 'chunked' }], MOMENTS);
