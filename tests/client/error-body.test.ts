import { describe, expect, it } from 'vitest';
import { findError, readErrorBody } from '../../src/client/error-body.ts';

describe("a refused request's body", () => {
  it.each([
    [
      'OpenAI',
      { error: { message: 'no', type: 't', code: 'c', param: 'p' } },
      { message: 'no', type: 't', code: 'c', param: 'p' },
    ],
    ['error as text', { error: 'no' }, { message: 'no' }],
    ['error as text with a code', { error: 'no', code: 429 }, { message: 'no', code: '429' }],
    ['a numeric code', { error: { message: 'no', code: 400 } }, { message: 'no', code: '400' }],
    ['message', { message: 'no', code: 'c' }, { message: 'no', code: 'c' }],
    [
      'vLLM',
      { object: 'error', message: 'no', type: 'BadRequestError', code: 400 },
      { message: 'no', type: 'BadRequestError', code: '400' },
    ],
    ['FastAPI', { detail: 'no' }, { message: 'no' }],
    [
      'FastAPI, validation',
      { detail: [{ loc: ['body', 'n'], msg: 'no' }, { msg: 'nor' }] },
      { message: 'body.n: no; nor' },
    ],
    ['detail as an object', { detail: { message: 'no' } }, { message: 'no' }],
    [
      'Anthropic',
      { type: 'error', error: { type: 'rate_limit_error', message: 'no' } },
      { message: 'no', type: 'rate_limit_error' },
    ],
    [
      'Gemini, an array',
      [{ error: { code: 400, message: 'no', status: 'INVALID_ARGUMENT' } }],
      { message: 'no', code: '400' },
    ],
    [
      'OpenRouter',
      { error: { message: 'Provider returned error', code: 429, metadata: { raw: 'slow down' } } },
      { message: 'Provider returned error: slow down', code: '429' },
    ],
    [
      'an error within an error',
      { error: { error: { message: 'no', code: 'c' } } },
      { message: 'no', code: 'c' },
    ],
    ['an error without words', { error: { reason: 7 } }, { message: '{"reason":7}' }],
  ])('is read from JSON: %s', (_, body, expected) => {
    expect(readErrorBody(JSON.stringify(body))).toMatchObject({
      code: null,
      type: null,
      param: null,
      ...expected,
    });
  });

  it.each([
    ['plain text', ' no \n', 'no'],
    ['nothing', '', ''],
    ['JSON that says nothing', '{"a":1}', '{"a":1}'],
    ['half of JSON', '{"error":{"mess', '{"error":{"mess'],
  ])('is read from %s', (_, body, message) => {
    expect(readErrorBody(body).message).toBe(message);
  });
});

describe('a chunk of an answer', () => {
  it.each([
    [{ choices: [] }],
    [{ choices: [{ delta: { content: 'x' } }], error: null }],
    [{ choices: [], error: '' }],
    [{ choices: [], error: {} }],
    [{ choices: [], message: 'x' }],
    [{ usage: { total_tokens: 1 } }],
    [{ type: 'ping' }],
    [null],
    ['text'],
    [[]],
  ])('is no error: %j', (chunk) => {
    expect(findError(chunk)).toBeUndefined();
  });
});
