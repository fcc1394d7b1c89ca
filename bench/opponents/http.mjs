// One question to the server at OPENAI_BASE_URL, its answer streamed to standard output: with the least that Node loads for it.
import { request } from 'node:http';

const { OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL } = process.env;
const sent = request(`${OPENAI_BASE_URL}/chat/completions`, {
  method: 'POST',
  headers: { authorization: `Bearer ${OPENAI_API_KEY}`, 'content-type': 'application/json' },
});
sent.on('response', (response) => {
  let rest = '';
  response.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data: {'))
        process.stdout.write(JSON.parse(line.slice(6)).choices[0]?.delta.content ?? '');
    }
  });
});
sent.end(JSON.stringify({ model: OPENAI_MODEL, stream: true, messages: [{ role: 'user', content: 'hi' }] }));
