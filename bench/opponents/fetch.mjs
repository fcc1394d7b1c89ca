// One question to the server at OPENAI_BASE_URL, its answer streamed to standard output: with what comes to mind first.
const { OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL } = process.env;
const response = await fetch(`${OPENAI_BASE_URL}/chat/completions`, {
  method: 'POST',
  headers: { authorization: `Bearer ${OPENAI_API_KEY}`, 'content-type': 'application/json' },
  body: JSON.stringify({ model: OPENAI_MODEL, stream: true, messages: [{ role: 'user', content: 'hi' }] }),
});
const decoder = new TextDecoder();
let rest = '';
for await (const bytes of response.body) {
  const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    if (line.startsWith('data: {'))
      process.stdout.write(JSON.parse(line.slice(6)).choices[0]?.delta.content ?? '');
  }
}
