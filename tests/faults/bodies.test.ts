import { chunk, cut, reply, reset, sse, status } from '../helpers/fake-server.ts';
import { checkFaults } from './check.ts';
import { all, answers, endsEarly, type Form, fails, KEY } from './fault.ts';

const WHOLE = {
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
};
const TEXT = JSON.stringify(WHOLE);
const says200 = (when: string, body: string | object, type?: string): Form => ({
  when,
  replies: [status(200, body, type === undefined ? {} : { 'Content-Type': type })],
});

checkFaults(
  'a whole answer in one JSON document',
  all(answers('Hi'), [
    says200('as it should be called', WHOLE),
    says200('called an event stream', WHOLE, 'text/event-stream'),
    says200('called nothing', WHOLE, ''),
    says200('behind a byte order mark and blank lines', `\uFEFF\n\n ${TEXT}\n`),
    says200('behind two kilobytes of blank lines', `${'\n'.repeat(2_048)}${TEXT}`, 'application/json'),
    says200('in many lines', JSON.stringify(WHOLE, null, 2), 'application/json'),
    says200('without a finish', { choices: [{ message: { content: 'Hi' } }] }),
    says200('of the old completions', { choices: [{ text: 'Hi' }] }),
    { when: 'gzipped', replies: [reply([TEXT], { gzip: true })] },
    { when: 'unframed', replies: [reply([TEXT], { framing: 'close' })] },
    { when: 'a byte at a time', replies: [reply([...TEXT])] },
  ]),
);

checkFaults('a JSON document that is no whole answer', [
  {
    ...says200('cut at the limit', { choices: [{ message: { content: 'Hi' }, finish_reason: 'length' }] }),
    outcome: endsEarly('Hi', 'length', /length limit/),
  },
  {
    ...says200('with usage and reasoning', {
      choices: [{ message: { content: 'Hi', reasoning_content: 'hm' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    }),
    outcome: answers('Hi', {
      stored: { reasoning: 'hm', usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 } },
    }),
  },
  ...all(fails(7, /sent no text/, /./), [
    says200('no choices', { choices: [] }),
    says200('no text', { choices: [{ message: { content: null }, finish_reason: 'stop' }] }),
  ]),
  ...all(fails(5, /: No$/, /./), [
    says200('an error', { error: { message: 'No', code: 429 } }),
    says200('an error, called an event stream', { error: { message: 'No', code: 429 } }, 'text/event-stream'),
    says200('an array with an error', [{ error: { message: 'No', code: 429 } }]),
  ]),
  ...all(fails(7, /not JSON: \{"choices|broke before any text/, /try again/), [
    says200('half of it', TEXT.slice(0, 40)),
    says200('two of them', `${TEXT}\n${TEXT}\n`, 'application/json'),
    { when: 'cut off', replies: [reply([TEXT.slice(0, 40), cut])] },
    { when: 'reset', replies: [reply([TEXT.slice(0, 40), reset], { framing: 'length' })] },
  ]),
]);

checkFaults('something else with status 200', [
  ...all(fails(4, /sent a web page that is no answer: Welcome/, /base URL.*\/v1/), [
    says200('a page', '<!DOCTYPE html>\n<html><head><title>Welcome to nginx!</title></head><body>'),
    says200('a page, called an event stream', '<html><title>Welcome</title></html>', 'text/event-stream'),
    says200('a page behind a byte order mark', '\uFEFF<html><title>Welcome</title></html>'),
    says200('a page without a title', '<html><body><h1>Welcome</h1><script>alert(1)</script></body></html>'),
    { when: 'a page, gzipped', replies: [reply(['<title>Welcome'], { gzip: true })] },
    { when: 'a page, unframed', replies: [reply(['<html><title>Welcome'], { framing: 'close' })] },
  ]),
  ...all(fails(4, /sent something that is no answer: \S/, /base URL/), [
    says200('text', 'Ollama is running'),
    says200('JSON', { status: 'ok' }),
    says200('a list', [1, 2, 3]),
    says200('a model list', { object: 'list', data: [{ id: 'x' }] }),
    says200('XML', '<?xml version="1.0"?><ok><yes/>fine</ok>'),
    says200('escape sequences', '\u001b]52;c;aGk=\u0007\u001b[2J\u009b1m'),
    says200('the key', `your key is ${KEY}`),
    says200('a kilobyte of zeros', '\0'.repeat(1_024)),
  ]),
  ...all(fails(7, /empty answer|before any text/, /try again/), [
    says200('nothing', ''),
    says200('blanks', ' \n\n '),
    says200('nothing, called an event stream', '', 'text/event-stream'),
    { when: 'comments alone', replies: [sse([': hi\n\n'])] },
    { when: '204', replies: [reply([], { status: 204, framing: 'close' })] },
    { when: '205', replies: [reply([], { status: 205, framing: 'length' })] },
  ]),
  ...all(fails(7, /can't be decompressed|unknown encoding/, /try again/), [
    {
      when: 'called gzip and is not',
      replies: [sse([chunk('Hi')], { headers: { 'Content-Encoding': 'gzip' } })],
    },
    {
      when: 'called br and is not',
      replies: [sse([chunk('Hi')], { headers: { 'Content-Encoding': 'br' } })],
    },
    {
      when: 'in an unknown encoding',
      replies: [sse([chunk('Hi')], { headers: { 'Content-Encoding': 'zip' } })],
    },
  ]),
]);
