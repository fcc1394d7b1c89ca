import { describe, expect, it } from 'vitest';
import { readChunk } from '../../src/client/chunk.ts';

const NOTHING = { text: '', reasoning: '', refusal: '', finish: undefined, usage: undefined };

function choice(fields: object): { choices: object[] } {
  return { choices: [fields] };
}

describe('a chunk', () => {
  it.each([
    ['no choices', {}],
    ['choices null', { choices: null }],
    ['choices empty', { choices: [] }],
    ['choices of another type', { choices: 'x' }],
    ['a choice null', { choices: [null] }],
    ['no delta', choice({ index: 0 })],
    ['delta null', choice({ delta: null })],
    ['the role alone', choice({ delta: { role: 'assistant' } })],
    ['content null', choice({ delta: { content: null } })],
    ['content of another type', choice({ delta: { content: 7 } })],
    ['parts of another type', choice({ delta: { content: [null, 1, { type: 'image' }] } })],
    ['another choice', choice({ index: 1, delta: { content: 'x', refusal: 'y' }, finish_reason: 'stop' })],
    ['a tool call', choice({ delta: { tool_calls: [{ function: { name: 'x' } }] } })],
    ['no finish yet', choice({ delta: {}, finish_reason: null })],
    ['an empty finish', choice({ delta: {}, finish_reason: '' })],
    ['usage null', { choices: [], usage: null }],
    ['usage empty', { choices: [], usage: {} }],
  ])('may hold nothing: %s', (_, chunk) => {
    expect(readChunk(chunk)).toEqual(NOTHING);
  });

  it.each([
    ['a delta', choice({ index: 0, delta: { content: 'hi' } })],
    ['no index', choice({ delta: { content: 'hi' } })],
    ['an index in words', choice({ index: '0', delta: { content: 'hi' } })],
    ['a message', choice({ message: { role: 'assistant', content: 'hi' } })],
    ['a delta null and a message', choice({ delta: null, message: { content: 'hi' } })],
    ['legacy text', choice({ text: 'hi' })],
    [
      'parts',
      choice({
        delta: {
          content: [
            { type: 'text', text: 'h' },
            { type: 'text', text: 'i' },
          ],
        },
      }),
    ],
    ['parts that are strings', choice({ delta: { content: ['h', 'i'] } })],
    [
      'the second of two choices',
      {
        choices: [
          { index: 1, delta: { content: 'x' } },
          { index: 0, delta: { content: 'hi' } },
        ],
      },
    ],
  ])('holds its text in: %s', (_, chunk) => {
    expect(readChunk(chunk)).toEqual({ ...NOTHING, text: 'hi' });
  });

  it.each([
    ['reasoning_content', { reasoning_content: 'hm' }],
    ['reasoning', { reasoning: 'hm' }],
    ['both, alike', { reasoning_content: 'hm', reasoning: 'hm' }],
    ['one of them null', { reasoning_content: null, reasoning: 'hm' }],
    ['a part', { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] }],
  ])('holds its reasoning in: %s', (_, delta) => {
    expect(readChunk(choice({ delta }))).toEqual({ ...NOTHING, reasoning: 'hm' });
  });

  it.each([
    ['a field', { refusal: 'no', content: null }],
    ['a part', { content: [{ type: 'refusal', refusal: 'no' }] }],
  ])('holds its refusal in: %s', (_, delta) => {
    expect(readChunk(choice({ delta }))).toEqual({ ...NOTHING, refusal: 'no' });
  });

  it.each([
    ['stop', 'stop'],
    ['eos', 'stop'],
    ['end_turn', 'stop'],
    ['STOP', 'stop'],
    ['something new', 'stop'],
    ['constructor', 'stop'],
    ['length', 'length'],
    ['max_tokens', 'length'],
    ['MAX_TOKENS', 'length'],
    ['content_filter', 'content_filter'],
    ['SAFETY', 'content_filter'],
    ['tool_calls', 'tool_calls'],
    ['function_call', 'tool_calls'],
    ['refusal', 'refusal'],
    ['error', 'broken'],
  ])('says why the answer ended: %s', (reason, finish) => {
    expect(readChunk(choice({ delta: {}, finish_reason: reason }))).toEqual({ ...NOTHING, finish });
  });

  const usage = { promptTokens: 1, completionTokens: 2, totalTokens: 3 };

  it.each([
    ['as OpenAI', { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } }, usage],
    ['as text', { usage: { prompt_tokens: '1', completion_tokens: '2', total_tokens: '3' } }, usage],
    ['by other names', { usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 } }, usage],
    ['in the choice', choice({ usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } }), usage],
    ['as Groq', { x_groq: { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } } }, usage],
    [
      'in part',
      { usage: { completion_tokens: 2, prompt_tokens: null } },
      { promptTokens: null, completionTokens: 2, totalTokens: null },
    ],
    [
      'in part nonsense',
      { usage: { completion_tokens: 2, prompt_tokens: -1, total_tokens: '' } },
      { promptTokens: null, completionTokens: 2, totalTokens: null },
    ],
  ])('counts tokens: %s', (_, chunk, expected) => {
    expect(readChunk(chunk).usage).toEqual(expected);
  });
});
