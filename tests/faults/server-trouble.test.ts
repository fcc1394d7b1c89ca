import { answer, apiError, cut, drop, reply, reset, silence, status } from '../helpers/fake-server.ts';
import { checkFaults } from './check.ts';
import { all, answers, fails, says, saysOnce } from './fault.ts';
import { raw } from './steps.ts';

const CLOUDFLARE = `<!DOCTYPE html>
<!--[if lt IE 7]> <html class="no-js ie6 oldie" lang="en-US"> <![endif]-->
<head><title>example.com | 502: Bad gateway</title><style>p{color:red}</style></head>
<body><h1>Bad gateway</h1><p>Visit &lt;cloudflare.com&gt;</p></body></html>`;
const NGINX = '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<hr><center>nginx';

checkFaults(
  'trouble that passes',
  all(answers('ok', { requests: 2, notes: [/\((?:408|409|5\d\d)\); trying again in 0 s \(1 of 2\)/] }), [
    saysOnce('OpenAI', 500, '{"error":{"message":"The server had an error","type":"server_error"}}'),
    saysOnce('nginx', 502, NGINX),
    saysOnce('Cloudflare', 502, CLOUDFLARE),
    saysOnce('llama.cpp', 503, '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}'),
    saysOnce('AWS', 504, '{"message":"Endpoint request timed out"}'),
    saysOnce('Cloudflare', 520, ''),
    saysOnce('Anthropic', 529, '{"error":{"type":"overloaded_error","message":"Overloaded"}}'),
    saysOnce('HAProxy', 408, '<html><body><h1>408 Request Time-out</h1>'),
    saysOnce('a conflict', 409, '{"error":{"message":"Conflict"}}'),
    saysOnce('a name that says another thing', 500, '{"error":{"type":"invalid_request_error"}}'),
  ]),
);

checkFaults(
  'trouble that lasts',
  all(
    fails(6, /failed \(5\d\d\)/, /try again/, {
      requests: 3,
      notes: [/again in 0 s \(1 of 2\)/, /again in 0 s \(2 of 2\)/],
    }),
    [
      says('OpenAI', 500, '{"error":{"message":"The server had an error","type":"server_error"}}'),
      says('nginx', 502, NGINX),
      says('Cloudflare', 502, CLOUDFLARE),
      says('vLLM', 500, '{"object":"error","message":"RuntimeError\\nTraceback:\\n  File x"}'),
      says('OpenRouter', 502, '{"error":{"message":"Provider error","metadata":{"raw":"<html>no</html>"}}}'),
      says(
        'LiteLLM',
        503,
        '{"error":{"message":"litellm.ServiceUnavailableError: <h1>x</h1>","code":"503"}}',
      ),
      says('nothing', 500, ''),
      says('a number of its own', 599, '???'),
    ],
  ),
);

checkFaults('trouble and other wishes', [
  {
    when: '500 and no retries wanted',
    replies: [apiError(500, 'No')],
    flags: ['--max-retries', '0'],
    outcome: fails(6, /failed \(500\): No/, /try again/),
  },
  {
    when: '500 and one retry wanted',
    replies: [apiError(500, 'No')],
    env: { AI_CHAT_MAX_RETRIES: '1' },
    outcome: fails(6, /failed \(500\): No/, /try again/, { requests: 2, notes: [/in 0\.\d s \(1 of 1\)/] }),
  },
  {
    when: '500, then silence',
    replies: [status(500, '', { 'Retry-After': 0 }), silence],
    flags: ['--timeout', '0.3'],
    outcome: fails(6, /no answer .* within 0\.3 s/, /--timeout/, { requests: 2, notes: [/\(1 of 2\)/] }),
  },
  {
    when: '500, then 401',
    replies: [status(500, '', { 'Retry-After': 0 }), apiError(401, 'No')],
    outcome: fails(3, /\(401\): No/, /apiKey/, { requests: 2, notes: [/\(1 of 2\)/] }),
  },
]);

const HALF_A_HEAD = 'HTTP/1.1 200 OK\r\nContent-Ty';

checkFaults('a connection that breaks before the answer', [
  ...all(
    answers('ok', {
      requests: 2,
      notes: [/no connection \(ECONNRESET\); trying again in 0\.\d s \(1 of 2\)/],
    }),
    [
      { when: 'reset before the head, once', replies: [drop, answer('ok')] },
      { when: 'closed before the head, once', replies: [raw(cut), answer('ok')] },
      { when: 'reset within the head, once', replies: [raw(HALF_A_HEAD, reset), answer('ok')] },
      { when: 'closed within the head, once', replies: [raw(HALF_A_HEAD, cut), answer('ok')] },
    ],
  ),
  ...all(fails(6, /127\.0\.0\.1:\d+ closed the connection before it answered/, /./), [
    { when: 'reset before the head', replies: [drop], flags: ['--max-retries', '0'] },
    { when: 'closed within the head', replies: [raw(HALF_A_HEAD, cut)], flags: ['--max-retries', '0'] },
  ]),
  ...all(fails(6, /127\.0\.0\.1:\d+ does not answer in HTTP/, /base URL/), [
    { when: 'another protocol', replies: [raw('SSH-2.0-OpenSSH_9.2\r\n')] },
    { when: 'a head without end', replies: [raw('HTTP/1.1 200 OK\r\n', `X: ${'x'.repeat(100_000)}`)] },
    { when: 'a head of nonsense', replies: [raw('HTTP/1.1 200 OK\r\n\u0001: \u0002\r\n\r\n')] },
  ]),
  ...all(fails(7, /broke before any text came|empty answer|before any text/, /try again/), [
    { when: 'reset behind the head', replies: [reply([reset])] },
    { when: 'closed behind the head', replies: [reply([cut])] },
    { when: 'no content', replies: [raw('HTTP/1.1 204 No Content\r\n\r\n')] },
  ]),
]);
