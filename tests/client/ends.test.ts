import { describe, expect, it } from 'vitest';
import { answer, chunk, cut, DONE, event, hold, reset, type Step, sse } from '../helpers/fake-server.ts';
import { ask, askServer, serve } from './asking.ts';

const HI = chunk('Hi');
const STOP = chunk({}, { finish: 'stop' });
const USAGE = { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } };
const FRAMINGS = ['chunked', 'length', 'close'] as const;

/** How a stream may end once `Hi` came, and what that is taken for. */
const ENDS: readonly (readonly [string, readonly Step[], string])[] = [
  ['finish and [DONE]', [HI, STOP, DONE], 'stop'],
  ['finish alone', [HI, STOP], 'stop'],
  ['[DONE] alone', [HI, DONE], 'stop'],
  ['[DONE] without its blank line', [HI, 'data: [DONE]'], 'stop'],
  ['[DONE] as JSON', [HI, 'data: "[DONE]"\n\n'], 'stop'],
  ['a last event without its blank line', [HI, event(STOP).trimEnd()], 'stop'],
  ['neither', [HI], 'broken'],
  ['half an event', [HI, event(STOP).slice(0, 40)], 'broken'],
  ['half an event behind the finish', [HI, STOP, event(USAGE).slice(0, 20)], 'stop'],
  ['nonsense behind the finish', [HI, STOP, 'data: nonsense\n\n'], 'stop'],
  ['a finish that is an error', [HI, chunk({}, { finish: 'error' }), DONE], 'broken'],
  ['length', [chunk('Hi', { finish: 'length' }), DONE], 'length'],
  ['the content filter', [chunk('Hi', { finish: 'content_filter' }), DONE], 'content_filter'],
  ['a refusal', [chunk({ refusal: 'Hi' }), STOP, DONE], 'refusal'],
  ['a tool call', [HI, chunk({}, { finish: 'tool_calls' }), DONE], 'tool_calls'],
];

describe.each(FRAMINGS)('a stream framed by %s', (framing) => {
  it.each(ENDS)('ends with %s', async (_, steps, finish) => {
    const { text, end, error } = await askServer([sse(steps, { framing })]);
    expect({ text, finish: end?.finish, kind: error?.kind }).toEqual({
      text: 'Hi',
      finish,
      kind: finish === 'broken' ? 'incomplete' : undefined,
    });
  });

  it.each(ENDS)('is decompressed, and ends with %s', async (_, steps, finish) => {
    const { text, end } = await askServer([
      sse(steps, { framing: framing === 'length' ? 'chunked' : framing, gzip: true }),
    ]);
    expect({ text, finish: end?.finish }).toEqual({ text: 'Hi', finish });
  });

  // Without framing, an orderly close is how the body ends: then what came counts, as above.
  const breaks =
    framing === 'close'
      ? ([['reset', reset]] as const)
      : ([
          ['reset', reset],
          ['cut', cut],
        ] as const);

  it.each(breaks)('that is %s in the middle keeps what came', async (_, brk) => {
    const { text, end } = await askServer([sse([HI, chunk(' there'), brk], { framing })]);
    expect(text).toBe('Hi there');
    expect(end).toMatchObject({ finish: 'broken', error: { kind: 'incomplete' } });
    expect(end?.error?.message).toContain('ECONNRESET');
  });

  it.each(breaks)('that is %s within a character keeps what came whole', async (_, brk) => {
    const bytes = Buffer.from(event(chunk('👍')));
    const { text, end } = await askServer([
      sse([HI, bytes.subarray(0, bytes.indexOf(0xf0) + 2), brk], { framing }),
    ]);
    expect({ text, finish: end?.finish }).toEqual({ text: 'Hi', finish: 'broken' });
  });

  it.each(breaks)('that is %s after the finish is whole', async (_, brk) => {
    const { text, end } = await askServer([sse([HI, STOP, brk], { framing })]);
    expect({ text, finish: end?.finish }).toEqual({ text: 'Hi', finish: 'stop' });
  });

  it.each(breaks)('that is %s before any text is an error', async (_, brk) => {
    const { end, error } = await askServer([sse([chunk({ role: 'assistant' }), brk], { framing })]);
    expect(end).toBeUndefined();
    expect(error).toMatchObject({ kind: 'incomplete' });
  });

  it('does not wait for the connection after [DONE]', async () => {
    const server = await serve([sse([HI, DONE, hold], { framing })]);
    expect((await ask(server.baseUrl)).end?.finish).toBe('stop');
  });
});

describe('a stream', () => {
  it('is asked once, whatever it says', async () => {
    expect(await askServer([sse([HI, reset])])).toMatchObject({ requests: 1, notices: [] });
  });

  it('that ends within an event is said to have ended, not to be nonsense', async () => {
    const { error } = await askServer([sse([HI, event(STOP).slice(0, 40)])]);
    expect(error?.message).toBe('the server ended the stream in the middle of the answer');
  });

  it('with half a tag and a break shows the half', async () => {
    const { text, end } = await askServer([sse([chunk('<thi'), reset])]);
    expect({ text, finish: end?.finish }).toEqual({ text: '<thi', finish: 'broken' });
  });

  it('with reasoning alone and a break has begun', async () => {
    const { reasoning, end } = await askServer([sse([chunk({ reasoning_content: 'hm' }), reset])]);
    expect({ reasoning, finish: end?.finish }).toEqual({ reasoning: 'hm', finish: 'broken' });
  });

  it.each([
    ['no text and a finish', [STOP, DONE]],
    ['[DONE] alone', [DONE]],
    ['an unclosed <think>', [chunk('<think>hm'), STOP, DONE]],
  ])('without text is for the caller to judge: %s', async (_, steps) => {
    const { text, end } = await askServer([sse(steps)]);
    expect({ text, finish: end?.finish }).toEqual({ text: '', finish: 'stop' });
  });

  it.each([
    ['after the finish', [HI, STOP, USAGE, DONE]],
    ['with the finish', [HI, { ...STOP, usage: USAGE.usage }, DONE]],
    [
      'in every chunk, counting up',
      [{ ...HI, usage: { prompt_tokens: 1 } }, { ...STOP, usage: USAGE.usage }, DONE],
    ],
    ['null before', [{ ...HI, usage: null }, { ...STOP, usage: null }, USAGE, DONE]],
    ['before the last chunks', [{ ...HI, usage: USAGE.usage }, chunk(' there'), STOP, DONE]],
    ['before the break', [{ ...HI, usage: USAGE.usage }, reset]],
  ])('has its usage: %s', async (_, steps) => {
    expect((await askServer([sse(steps)])).end?.usage).toEqual({
      promptTokens: 1,
      completionTokens: 2,
      totalTokens: 3,
    });
  });

  it('without usage has none', async () => {
    expect((await askServer([answer('Hi')])).end).toEqual({ type: 'end', finish: 'stop' });
  });
});
