// @ts-check
/**
 * The server that everybody is measured with, a process of its own: it answers at once. What it answers is in the name of
 * the model: `chunks-20` is 20 chunks, `markdown-200` 200 KB of Markdown in chunks of 5 characters; any other name is 20
 * chunks. Tells its port to the process that forked it.
 */
import { createServer } from 'node:http';
import { chunksOf, wordsOf } from './answers.mjs';

/** How much is handed to the socket at once, in bytes. */
const SLAB = 64 * 1024;

/** @type {Map<string, Buffer>} */
const bodies = new Map();

const server = createServer(async (request, response) => {
  /** @type {Buffer[]} */
  const parts = [];
  for await (const part of request) parts.push(part);
  if (request.method === 'GET') {
    reply(response, { object: 'list', data: [{ id: 'gpt-4o-mini', object: 'model' }] });
    return;
  }
  const body = Buffer.concat(parts);
  const model = fieldIn(body, /"model":\s*"([^"]*)"/) ?? '';
  if (fieldIn(body, /"stream":\s*(true)/) !== undefined) await streamAnswer(response, model);
  else reply(response, wholeAnswer(model));
});

/** How much of a request is looked at, at either end: to parse all of a long conversation would be measured. */
const LOOKED_AT = 4096;

/** @param {Buffer} body @param {RegExp} pattern */
function fieldIn(body, pattern) {
  const ends = `${body.toString('utf8', 0, LOOKED_AT)} ${body.toString('utf8', Math.max(0, body.length - LOOKED_AT))}`;
  return pattern.exec(ends)?.[1];
}

/** @param {import('node:http').ServerResponse} response @param {object} document */
function reply(response, document) {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
}

/** @param {string} model */
function wholeAnswer(model) {
  const message = { role: 'assistant', content: wordsOf(model).join('') };
  const choices = [{ index: 0, message, finish_reason: 'stop' }];
  return { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model, choices };
}

/**
 * An event in each chunk of HTTP, as servers send them, but made before and sent in large pieces: the server's own work is
 * not to be measured.
 *
 * @param {import('node:http').ServerResponse} response @param {string} model
 */
async function streamAnswer(response, model) {
  const body = bodies.get(model) ?? Buffer.from(chunksOf(model).map(framed).join('') + framed(''));
  bodies.set(model, body);
  const { socket } = response;
  if (!socket) return;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' });
  response.flushHeaders();
  for (let at = 0; at < body.length; at += SLAB) {
    if (!socket.write(body.subarray(at, at + SLAB)))
      await new Promise((resolve) => socket.once('drain', () => resolve(undefined)));
  }
  socket.end();
}

/** A chunk of HTTP (RFC 9112, section 7.1). @param {string} text */
function framed(text) {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit());
