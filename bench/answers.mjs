// @ts-check
/** What the server answers, by the name of the model. */

/** Characters in a piece of a long answer. */
const PIECE = 5;

/** The pieces of the answer. @param {string} model @returns {string[]} */
export function wordsOf(model) {
  const [, kind, size] = /^(chunks|markdown)-(\d+)$/.exec(model) ?? [];
  if (kind === 'markdown') return piecesOf(markdown(Number(size) * 1000));
  if (kind === 'chunks')
    return Array.from({ length: Number(size) }, (_, at) => `${at % 10000}`.padStart(PIECE));
  return Array.from({ length: 20 }, (_, at) => `word${at} `);
}

/** The events of the streamed answer, in OpenAI's form. @param {string} model @returns {string[]} */
export function chunksOf(model) {
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model };
  /** @param {object} choice */
  const event = (choice) => `data: ${JSON.stringify({ ...head, choices: [{ index: 0, ...choice }] })}\n\n`;
  return [
    event({ delta: { role: 'assistant', content: '' }, finish_reason: null }),
    ...wordsOf(model).map((content) => event({ delta: { content }, finish_reason: null })),
    event({ delta: {}, finish_reason: 'stop' }),
    'data: [DONE]\n\n',
  ];
}

/** @param {string} text */
function piecesOf(text) {
  return Array.from({ length: Math.ceil(text.length / PIECE) }, (_, at) =>
    text.slice(at * PIECE, (at + 1) * PIECE),
  );
}

/** An answer of `length` characters with a bit of everything that models write. @param {number} length */
export function markdown(length) {
  let text = '';
  for (let part = 1; text.length < length; part += 1) text += section(part);
  return text.slice(0, length);
}

/** @param {number} part */
function section(part) {
  return `## Part ${part}: what the sensors say

The **north** sensor reads ${part} °C and the \`south\` one *nothing at all* — see [the manual](https://example.com/${part}).
It has been so since Tuesday; the ~~second~~ third attempt to mend it ended like the first, with a blown fuse and a note.

1. Look at the fuse, and write down its number (${part * 7}).
2. Turn it, gently:
   - to the left, when the lamp is red;
   - to the right, when it is green, and wait for a second.
3. Call the office.

> Nobody has ever seen both lamps at once.
> If you do, leave the room.

| sensor | reading | since |
| --- | ---: | :---: |
| north | ${part}.5 | Monday |
| south | none | Tuesday |

\`\`\`js
export function readSensor(name, { retries = ${part} } = {}) {
  const value = ports.get(name)?.read(); // undefined: not connected
  return value ?? (retries > 0 ? readSensor(name, { retries: retries - 1 }) : null);
}
\`\`\`

`;
}
