import { event, reply, reset } from '../helpers/fake-server.ts';
import { checkFaults } from './check.ts';
import { all, fails, KEY, says } from './fault.ts';

const MODEL = 'gpt-4o-mini';
const KEY64 = Buffer.from(KEY).toString('base64');

checkFaults(
  'a refused key',
  all(fails(3, /the environment \(OPENAI_API_KEY\).*\(40[13]\)/, /config set apiKey/), [
    says('OpenAI', 401, `{"error":{"message":"Incorrect API key: ${KEY}.","code":"invalid_api_key"}}`),
    says('OpenAI, masked', 401, '{"error":{"message":"Incorrect API key: sk-proj-****4321."}}'),
    says('Azure', 401, '{"error":{"code":"401","message":"Access denied: invalid subscription key."}}'),
    says('vLLM', 401, '{"error":"Unauthorized"}'),
    says('LiteLLM', 401, `{"error":{"message":"Received=${KEY}","type":"auth_error","code":"401"}}`),
    says('OpenRouter', 401, '{"error":{"message":"No auth credentials found","code":401}}'),
    says('FastAPI', 403, '{"detail":"Not authenticated"}'),
    says('Gemini', 403, '[{"error":{"code":403,"message":"Not valid","status":"PERMISSION_DENIED"}}]'),
    says('a country', 403, '{"error":{"message":"Country not supported","code":"unsupported_country"}}'),
    says('nginx', 403, '<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center>'),
    says('text', 401, 'Unauthorized\n'),
    says('nothing', 401, ''),
    says('the key in base64', 401, `{"message":"Bad token ${KEY64}"}`),
    says('the key as it was sent', 401, `{"message":"Authorization: Bearer ${KEY}"}`),
  ]),
);

checkFaults('an unknown model', [
  ...all(fails(4, /no model "gpt-4o-mini" \(40[04]\)/, /--model NAME/), [
    says('OpenAI', 404, `{"error":{"message":"No such \`${MODEL}\`","code":"model_not_found"}}`),
    says('Azure', 404, '{"error":{"code":"DeploymentNotFound","message":"It does not exist."}}'),
    says('Ollama', 404, `{"error":{"message":"model \\"${MODEL}\\" not found","type":"api_error"}}`),
    says('vLLM', 404, `{"object":"error","message":"The model ${MODEL} does not exist.","code":404}`),
    says('OpenRouter', 404, `{"error":{"message":"No endpoints found for ${MODEL}.","code":404}}`),
    says('another name', 404, '{"error":{"message":"The model `GPT 4o mini` does not exist"}}'),
    says('no name, but a code', 404, '{"error":{"message":"No.","code":"model_not_found"}}'),
    says('no name, but a parameter', 404, '{"error":{"message":"Not found.","param":"model"}}'),
    says('OpenAI', 400, '{"error":{"message":"invalid ID","type":"invalid_request","param":"model"}}'),
    says('Mistral', 400, `{"message":"Invalid model: ${MODEL}","type":"invalid_model","code":"1500"}`),
  ]),
  ...all(fails(4, /gpt-4o-mini/, /model/), [
    says('LiteLLM', 400, `{"error":{"message":"Invalid model name, model=${MODEL}","code":"400"}}`),
  ]),
]);

checkFaults(
  'nothing at the address',
  all(fails(4, /nothing at \/v1\/chat\/completions \(404\)/, /base URL: http:\/\/127\.0\.0\.1:\d+\/v1/), [
    says('OpenAI', 404, '{"error":{"message":"Invalid URL (POST /v1/chat)","code":null}}'),
    says('Azure', 404, '{"error":{"code":"404","message":"Resource not found"}}'),
    says('llama.cpp', 404, '{"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}'),
    says('FastAPI', 404, '{"detail":"Not Found"}'),
    says('Go', 404, '404 page not found'),
    says('Express', 404, '<!DOCTYPE html>\n<html lang="en">\n<body>\n<pre>Cannot POST /v1</pre>'),
    says('nginx', 404, '<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>'),
    says('nothing', 404, ''),
  ]),
);

checkFaults(
  'a context that is too long',
  all(fails(4, /too long for gpt-4o-mini \((?:400|413|422)\)/, /nothing is lost.*without -s/), [
    says('OpenAI', 400, '{"error":{"message":"Too long.","code":"context_length_exceeded"}}'),
    says('llama.cpp', 400, '{"error":{"code":400,"message":"No","type":"exceed_context_size_error"}}'),
    says('vLLM', 400, '{"object":"error","message":"The maximum context length is 4096 tokens."}'),
    says('OpenRouter', 400, '{"error":{"message":"maximum context length is 8 tokens.","code":400}}'),
    says('LM Studio', 400, '{"error":"The model is loaded with context length of only 4096 tokens."}'),
    says('Anthropic', 400, '{"error":{"message":"prompt is too long: 21 tokens > 20 maximum"}}'),
    says('Gemini', 400, '[{"error":{"message":"It exceeds the maximum number of tokens allowed."}}]'),
    says('text-generation-inference', 422, '{"error":"`inputs` tokens + `max_new_tokens` must be <= 4"}'),
    says('Groq', 413, '{"error":{"message":"Please reduce the length of the messages."}}'),
    says('TGI, the input', 422, '{"error":"`inputs` must have less than 9 tokens.","error_type":"x"}'),
    says('vLLM, newer', 400, '{"error":{"message":"It is longer than the maximum model length of 4."}}'),
    says('llama.cpp, older', 400, '{"error":"the request exceeds the available context size"}'),
    says('Ollama', 400, '{"error":{"message":"the input length exceeds the context length"}}'),
    says('Anthropic, with the answer', 400, '{"error":{"message":"9 + 9 exceed context limit: 9 > 4"}}'),
    says('Gemini, in bytes', 400, '[{"error":{"message":"Request payload size exceeds the limit: 9"}}]'),
    says('Mistral', 400, '{"message":"too large for model with 32768 maximum context length"}'),
    says('Mistral, validation', 422, '{"detail":[{"msg":"Prompt is too large: 9 tokens"}]}'),
    says('xAI', 400, '{"error":"This model\'s maximum prompt length is 4 but it contains 9 tokens."}'),
    says('Bedrock', 400, '{"message":"Input is too long for requested model."}'),
    says('GitHub', 400, '{"error":{"message":"No","code":"model_max_prompt_tokens_exceeded"}}'),
    says('Moonshot', 400, '{"error":{"message":"Your request exceeded model token limit: 4"}}'),
    says('Qwen', 400, '{"error":{"message":"Range of input length should be [1, 4]"}}'),
  ]),
);

checkFaults(
  'a request that is too large',
  all(fails(4, /the request is too large for the server \(413\)/, /nothing is lost: send less.*without -s/), [
    says('nginx', 413, '<html>\r\n<head><title>413 Request Entity Too Large</title></head>'),
    says('Express', 413, '{"message":"request entity too large","type":"entity.too.large"}'),
    says('Anthropic', 413, '{"error":{"type":"request_too_large","message":"Request exceeds the size"}}'),
    says('Groq, by the minute', 413, '{"error":{"message":"TPM: 9","code":"rate_limit_exceeded"}}'),
    says('by its type', 413, '{"error":{"message":"No","type":"invalid_request_error"}}'),
    says('nothing', 413, ''),
  ]),
);

checkFaults('a refused request', [
  ...all(fails(4, /refused the request \(4\d\d\)/, /config list/), [
    says('OpenAI', 400, '{"error":{"message":"Something is wrong","type":"invalid_request_error"}}'),
    says('FastAPI', 422, '{"detail":[{"type":"missing","loc":["body","x"],"msg":"Field required"}]}'),
    says('the wish for an answer too long', 400, '{"error":{"message":"max_tokens is too large: 9."}}'),
    says('text', 405, 'Method Not Allowed'),
    says('nothing', 400, ''),
    says('null', 400, 'null'),
    says('an empty object', 400, '{}'),
    says('an error that is empty', 400, '{"error":{}}'),
    says('half of its JSON', 400, '{"error":{"message":"Someth'),
    says('a teapot', 418, "I'm a teapot"),
    says('escape sequences', 400, '{"message":"\\u001b]0;t\\u0007\\u001b[2J\\u009b1m\\r\\n\\b"}'),
    says(
      'bidi and halves',
      400,
      '{"message":"\\u202egnp\\u2028\\u200f\\u2066\\u061c\\ud83d x\\udb40\\udc41"}',
    ),
    says('half a page', 400, '<!-- x --><html><script>alert(1)</script><body><p>Bad &amp; &#x62;ad<br'),
    says('a page in JSON', 400, '{"error":{"message":"It said: <!DOCTYPE html><html><title>Bad"}}'),
    says('a page behind a byte order mark', 400, '\uFEFF<!doctype html><title>Bad</title>'),
    says('XML', 400, '<?xml version="1.0"?><Error><Code>Bad</Code><Message>No</Message></Error>'),
    says('XML without a prolog', 400, '<Error><Code>Bad</Code><Message>No</Message></Error>'),
    says('a stack', 400, 'Error: bad\n    at f (/srv/app.js:1:2)\n    at g (/srv/app.js:3:4)\n'),
    { when: '400, gzipped', replies: [reply(['{"message":"Bad"}'], { status: 400, gzip: true })] },
    { when: '400, broken off', replies: [reply(['{"message":"Bad"}', reset], { status: 400 })] },
    { when: '400, an event', replies: [reply([event({ error: { message: 'Bad' } })], { status: 400 })] },
    { when: '400, unframed', replies: [reply(['<h1>Bad</h1>'], { status: 400, framing: 'close' })] },
  ]),
  ...all(fails(4, /\(400\): x{299}…$/, /config list/), [
    says('10,000 characters', 400, `{"error":{"message":"${'x'.repeat(10_000)}"}}`),
    says('a megabyte', 400, 'x'.repeat(1_000_000)),
    says('a page of a megabyte', 400, `<title>${'x'.repeat(1_000_000)}`),
  ]),
]);
