import { chunk, DONE, type Step, sse } from '../helpers/fake-server.ts';
import { checkFaults } from './check.ts';
import { all, answers, breaks, endsEarly, type Fault, type Form, type Outcome } from './fault.ts';

const HI = chunk('Hi');
const STOP = chunk({}, { finish: 'stop' });
const delta = (fields: object) => ({ choices: [{ index: 0, delta: fields }] });

/** A whole answer with `steps` in its middle. */
const between = (when: string, ...steps: readonly Step[]): Form => ({
  when,
  replies: [sse([chunk('H'), ...steps, chunk('i'), STOP, DONE])],
});

checkFaults(
  'chunks without text',
  all(answers('Hi'), [
    between('no choices', {}, { id: 'x' }),
    between('choices that are empty', { choices: [] }),
    between('choices that are null', { choices: null }),
    between('choices of another type', { choices: {} }, { choices: 'x' }, { choices: 7 }),
    between('a choice that is null', { choices: [null] }, { choices: [[]] }, { choices: ['x'] }),
    between('no delta', { choices: [{}] }, { choices: [{ index: 0, finish_reason: null }] }),
    between('a delta that is null', { choices: [{ delta: null }] }, { choices: [{ delta: 'x' }] }),
    between('a role alone', delta({ role: 'assistant' })),
    between('content that is null', delta({ content: null }), delta({ role: 'assistant', content: null })),
    between('content that is empty', delta({ content: '' })),
    between('content of another type', delta({ content: 7 }), delta({ content: {} }), delta({ content: [] })),
    between('a tool call', delta({ tool_calls: [{ index: 0, function: { name: 'f', arguments: '{' } }] })),
    between('another choice', { choices: [{ index: 1, delta: { content: 'no' } }] }),
    between('JSON that is no object', 'data: null\n\ndata: 7\n\ndata: "x"\n\ndata: []\n\n'),
    between('an error that is null', { ...delta({ content: '' }), error: null }),
    between('an error that is empty', { error: '' }, { error: false }, { error: [] }),
    between('Azure, whose first chunk is of its filter', { choices: [], prompt_filter_results: [{}] }),
    between('a refusal that is null', delta({ refusal: null })),
  ]),
);

checkFaults(
  'text in other places',
  all(answers('Hi'), [
    { when: 'parts', replies: [sse([delta({ content: [{ type: 'text', text: 'H' }, 'i'] }), STOP, DONE])] },
    { when: 'a message', replies: [sse([{ choices: [{ message: { content: 'Hi' } }] }, DONE])] },
    { when: 'the old completions', replies: [sse([{ choices: [{ text: 'Hi', finish_reason: 'stop' }] }])] },
    {
      when: 'an index of text',
      replies: [sse([{ choices: [{ index: '0', delta: { content: 'Hi' } }] }, DONE])],
    },
    { when: 'the finish beside it', replies: [sse([chunk('Hi', { finish: 'stop' })])] },
    { when: 'text behind the finish', replies: [sse([chunk('H', { finish: 'stop' }), chunk('i'), DONE])] },
  ]),
);

/** `finish_reason` is how the server says that the answer ended. */
const ends = (finish: string, outcome: Outcome): Fault => ({
  when: finish,
  replies: [sse([HI, chunk({}, { finish }), DONE])],
  outcome,
});

checkFaults('answers that are not whole', [
  ends('length', endsEarly('Hi', 'length', /cut at the length limit/)),
  ends('max_tokens', endsEarly('Hi', 'length', /cut at the length limit/)),
  ends('content_filter', endsEarly('Hi', 'content_filter', /content filter/)),
  ends('SAFETY', endsEarly('Hi', 'content_filter', /content filter/)),
  ends('refusal', endsEarly('Hi', 'refusal', /refused/)),
  ends('error', breaks('Hi', /broke off/)),
  ends('abort', breaks('Hi', /broke off/)),
  {
    when: 'a refusal in its own field',
    replies: [sse([delta({ refusal: 'I ' }), delta({ refusal: "can't" }), STOP, DONE])],
    outcome: endsEarly("I can't", 'refusal', /refused/),
  },
  {
    when: 'length without any text',
    replies: [sse([chunk({}, { finish: 'length' }), DONE])],
    outcome: { ...endsEarly('', 'length', /length limit/), stored: null },
  },
  ...all({ code: 7, stderr: /sent no text/, stored: null }, [
    { when: 'a finish without any text', replies: [sse([STOP, DONE])] },
    { when: '[DONE] alone', replies: [sse([DONE])] },
    { when: 'a tool call alone', replies: [sse([chunk({}, { finish: 'tool_calls' }), DONE])] },
  ]),
]);

const COUNTS = { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 };
const USAGE = { promptTokens: 5, completionTokens: 3, totalTokens: 8 };
const counted = (when: string, ...steps: readonly Step[]): Form => ({ when, replies: [sse(steps)] });

checkFaults('usage', [
  ...all(answers('Hi', { stored: { usage: USAGE } }), [
    counted('after the finish', HI, STOP, { choices: [], usage: COUNTS }, DONE),
    counted('after the finish, without [DONE]', HI, STOP, { choices: [], usage: COUNTS }),
    counted('with the finish', HI, { ...STOP, usage: COUNTS }, DONE),
    counted('in every chunk', { ...HI, usage: { prompt_tokens: 5 } }, { ...STOP, usage: COUNTS }, DONE),
    counted('null before', { ...HI, usage: null }, STOP, { usage: COUNTS }, DONE),
    counted('without choices', HI, STOP, { usage: COUNTS }, DONE),
    counted(
      'as text',
      HI,
      STOP,
      { choices: [], usage: { prompt_tokens: '5', completion_tokens: '3', total_tokens: '8' } },
      DONE,
    ),
    counted('in the choice', HI, { choices: [{ delta: {}, finish_reason: 'stop', usage: COUNTS }] }, DONE),
    counted('of Groq', HI, { ...STOP, x_groq: { usage: COUNTS } }, DONE),
  ]),
  ...all(answers('Hi', { stored: { usage: null } }), [
    counted('never', HI, STOP, DONE),
    counted('null', HI, STOP, { choices: [], usage: null }, DONE),
    counted(
      'of another type',
      HI,
      STOP,
      { choices: [], usage: 'many' },
      { usage: [] },
      { usage: { prompt_tokens: -1 } },
      DONE,
    ),
    counted('empty', HI, STOP, { choices: [], usage: {} }, DONE),
    counted('cut off', HI, STOP, 'data: {"choices":[],"usage":{"prompt_tokens":5,'),
  ]),
  {
    ...counted(
      'in part',
      HI,
      STOP,
      { choices: [], usage: { completion_tokens: 3, total_tokens: null } },
      DONE,
    ),
    outcome: answers('Hi', {
      stored: { usage: { promptTokens: null, completionTokens: 3, totalTokens: null } },
    }),
  },
]);
