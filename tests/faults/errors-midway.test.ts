import { chunk, DONE, event, hold, sse } from '../helpers/fake-server.ts';
import { checkFaults } from './check.ts';
import { breaks, type Fault, KEY } from './fault.ts';

/** An error behind `Hi`: the server, what it sends, the exit code, what is said. */
const ERRORS: readonly (readonly [string, string | object, number, RegExp])[] = [
  ['OpenAI', { error: { message: 'No', type: 'server_error', code: null } }, 6, /: No$/],
  ['OpenAI, a limit', { error: { message: 'No', code: 'rate_limit_exceeded' } }, 5, /: No$/],
  ['OpenAI, the quota', { error: { message: 'No', code: 'insufficient_quota' } }, 5, /: No$/],
  ['OpenAI, the key', { error: { message: 'No', code: 'invalid_api_key' } }, 3, /: No$/],
  ['OpenAI, the context', { error: { message: 'No', code: 'context_length_exceeded' } }, 4, /: No$/],
  ['Anthropic', { type: 'error', error: { type: 'overloaded_error', message: 'No' } }, 6, /: No$/],
  ['vLLM', { object: 'error', message: 'No', type: 'BadRequestError', code: 400 }, 4, /: No$/],
  ['vLLM, newer', { error: { message: 'No', type: 'InternalServerError', code: 500 } }, 6, /: No$/],
  ['LiteLLM', { error: { message: 'No', type: 'None', param: 'None', code: '429' } }, 5, /: No$/],
  ['text-generation-inference', { error: 'No', error_type: 'generation' }, 7, /: No$/],
  ['Ollama', { error: 'No' }, 7, /: No$/],
  ['FastAPI', { detail: 'No' }, 7, /: No$/],
  ['Gemini', 'data: [{"error":{"code":503,"message":"No","status":"UNAVAILABLE"}}]\n\n', 6, /: No$/],
  ['OpenRouter', { ...chunk('', { finish: 'error' }), error: { code: 502, message: 'No' } }, 6, /: No$/],
  [
    'OpenRouter, in the choice',
    { choices: [{ error: { code: 502, message: 'No' }, delta: {} }] },
    6,
    /: No$/,
  ],
  ['OpenRouter, by a word', { choices: [{ error: { code: 'server_error', message: 'No' } }] }, 6, /: No$/],
  ['LM Studio', `event: error\n${event({ error: { message: 'No' }, message: 'No' })}`, 7, /: No$/],
  [
    'LM Studio, the context',
    `event: error\n${event({ error: { message: 'x context length: No' } })}`,
    4,
    /: No$/,
  ],
  ['an event of that name', `event: error\n${event({ message: 'No', type: 'api_error' })}`, 6, /: No$/],
  ['an event of that name, in words', 'event: error\ndata: No\n\n', 7, /: No$/],
  ['an event of that name, empty', 'event: error\ndata: {}\n\n', 7, /broke off/],
  ['a code of no known kind', { error: { message: 'No', code: 'weird' } }, 7, /: No$/],
  ['a code that is a number of another kind', { error: { message: 'No', code: 1302 } }, 7, /: No$/],
  ['no message', { error: { code: 500 } }, 6, /500/],
  ['an error beside its message', { error: true, message: 'No' }, 7, /: No$/],
  ['a status beside its message', { status: 'error', code: 503, message: 'No' }, 6, /: No$/],
  ['the key', { error: { message: `Bad ${KEY}` } }, 7, /: Bad \[key\]$/],
  ['escape sequences', { error: { message: '\u001b]0;x\u0007\r\n\u202e\u009b31mNo' } }, 7, /No$/],
  ['a page', { error: { message: '<html><title>No</title></html>' } }, 7, /: No$/],
  ['10,000 characters', { error: { message: 'x'.repeat(10_000) } }, 7, /: x{299}…$/],
  ['text', 'data: nonsense\n\n', 7, /not JSON: nonsense$/],
  ['a page as an event', 'data: <html><title>No</title>\n\n', 7, /not JSON: No$/],
  ['half of an object', 'data: {"choices":[{"delta":{"content":"x"}}\n\n', 7, /not JSON: \{/],
  ['the key as text', `data: ${KEY} x\n\n`, 7, /not JSON: \[key\] x$/],
];

/** `Hi`, the error, and more, which is not read. */
function midway([when, data, code, stderr]: (typeof ERRORS)[number], extra: object = {}): Fault {
  const sent = typeof data === 'string' ? data : { ...data, ...extra };
  return {
    when,
    replies: [sse([chunk('Hi'), sent, chunk(' more'), DONE])],
    outcome: breaks('Hi', stderr, { code }),
  };
}

checkFaults(
  'an error in mid-stream',
  ERRORS.map((row) => midway(row)),
);

checkFaults('an error and the connection', [
  {
    when: 'the connection stays open behind it',
    replies: [sse([chunk('Hi'), { error: { message: 'No', code: 500 } }, hold])],
    outcome: breaks('Hi', /: No$/, { code: 6 }),
  },
  {
    when: 'it comes in one segment with the text',
    replies: [sse([`${event(chunk('Hi'))}${event({ error: 'No' })}`])],
    outcome: breaks('Hi', /: No$/),
  },
  {
    when: 'it comes in one event with the last of the text',
    replies: [sse([chunk('H'), { ...chunk('i'), error: { message: 'No', code: 500 } }])],
    outcome: breaks('Hi', /: No$/, { code: 6 }),
  },
  {
    when: 'it comes without its blank line',
    replies: [sse([chunk('Hi'), event({ error: 'No' }).trimEnd()])],
    outcome: breaks('Hi', /: No$/),
  },
  {
    when: 'it is the first event',
    replies: [sse([{ error: { message: 'No', code: 429 } }, DONE])],
    outcome: { code: 5, stderr: /: No$/, stored: null },
  },
  {
    when: 'reasoning alone came before',
    replies: [sse([chunk({ reasoning: 'hm' }), { error: 'No' }])],
    outcome: breaks('', /: No$/, { stored: { content: '', reasoning: 'hm', finishReason: 'broken' } }),
  },
]);
