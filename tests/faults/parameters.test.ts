import { checkFaults } from './check.ts';
import { all, answers, fails, says, saysOnce } from './fault.ts';

const FLAGS = ['--max-tokens', '7', '-t', '0.5'];
const withFlags = <T extends object>(fault: T) => ({ ...fault, flags: FLAGS });

checkFaults(
  'max_tokens that the model does not take',
  all(answers('ok', { requests: 2, sent: { max_completion_tokens: 7, max_tokens: undefined } }), [
    saysOnce('OpenAI', 400, '{"error":{"param":"max_tokens","code":"unsupported_parameter"}}'),
    saysOnce('Azure', 400, '{"error":{"message":"Unrecognized request argument supplied: max_tokens"}}'),
    saysOnce('LiteLLM', 400, '{"error":{"message":"\'max_tokens\' is not supported","param":"None"}}'),
    saysOnce('FastAPI', 422, '{"detail":[{"loc":["body","max_tokens"],"msg":"not permitted"}]}'),
    saysOnce('text', 400, 'Unknown parameter: max_tokens'),
  ]).map(withFlags),
);

checkFaults(
  'temperature that the model does not take',
  all(
    answers('ok', {
      requests: 2,
      sent: { temperature: undefined, max_tokens: 7 },
      notes: [/takes no temperature/],
    }),
    [
      saysOnce('OpenAI', 400, '{"error":{"param":"temperature","code":"unsupported_value"}}'),
      saysOnce('vLLM', 400, '{"object":"error","message":"temperature is not supported","code":400}'),
      saysOnce('FastAPI', 422, '{"detail":[{"loc":["body","temperature"],"msg":"Extra inputs"}]}'),
    ],
  ).map(withFlags),
);

checkFaults(
  'stream_options that the server does not know',
  all(answers('ok', { requests: 2, sent: { stream_options: undefined, stream: true } }), [
    saysOnce('Azure', 400, '{"error":{"message":"Unrecognized request argument supplied: stream_options"}}'),
    saysOnce('vLLM', 400, '{"object":"error","message":"[{\'loc\': (\'body\', \'stream_options\')}]"}'),
    saysOnce('FastAPI', 422, '{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"]}]}'),
    saysOnce('Mistral', 422, '{"detail":[{"loc":["body","stream_options","include_usage"],"msg":"x"}]}'),
    saysOnce('Rust', 422, 'Failed to deserialize: unknown field `stream_options`, expected `model`'),
  ]),
);

checkFaults('a parameter that is refused', [
  ...all(
    fails(4, /refused the request \(4[02][02]\)/, /config list/, {
      requests: 2,
      sent: { max_completion_tokens: 7 },
    }),
    [
      says('again', 400, '{"error":{"param":"max_tokens","code":"unsupported_parameter","message":"No"}}'),
      says('in other words', 422, '{"detail":[{"loc":["body","max_tokens"],"msg":"extra"}]}'),
    ].map(withFlags),
  ),
  ...all(
    fails(4, /refused the request \(400\)/, /config list/),
    [
      says(
        'a value',
        400,
        '{"error":{"param":"temperature","code":"decimal_above_max_value","message":"No"}}',
      ),
      says('another one', 400, '{"error":{"param":"messages[0].role","message":"max_tokens is fine"}}'),
      says('one not sent', 400, '{"error":{"param":"top_p","code":"unsupported_parameter","message":"No"}}'),
      says('a longer name', 400, '{"error":{"message":"max_tokens_per_minute and temperatures are low"}}'),
    ].map(withFlags),
  ),
]);
