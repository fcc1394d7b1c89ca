import { describe, expect, it } from 'vitest';
import { answer, chunk, hold, type Reply, silence, sse, status } from '../helpers/fake-server.ts';
import { createGate } from '../helpers/gate.ts';
import { ask, type Outcome, serve, startStream } from './asking.ts';

/** Asks, and aborts at the first event that `isTime` says, or when the request has come. */
async function askAndAbort(
  reply: Reply,
  when: 'request' | 'notice' | 'text',
): Promise<Outcome & { clientLeft: Promise<void> }> {
  const abort = new AbortController();
  const { waiting: clientLeft, goOn: leave } = createGate();
  const server = await serve([
    async (connection, request) => {
      connection.closed.then(leave);
      await reply(connection, request);
    },
  ]);
  if (when === 'request') server.request(0).then(() => abort.abort());
  const outcome = await ask(server.baseUrl, {
    signal: abort.signal,
    onEvent(event) {
      if (event.type === when) abort.abort();
    },
  });
  return { ...outcome, clientLeft };
}

describe('an abort', () => {
  it.each([
    ['before the headers', silence, 'request', ''],
    ['before any text', sse([chunk({ role: 'assistant' }), hold]), 'request', ''],
    ['in the middle', sse([chunk('Hi'), hold]), 'text', 'Hi'],
    ['in the middle of an unframed body', sse([chunk('Hi'), hold], { framing: 'close' }), 'text', 'Hi'],
    ['in the middle of a gzipped body', sse([chunk('Hi'), hold], { gzip: true }), 'text', 'Hi'],
    [
      'while an error is being read',
      async (connection) => {
        await connection.write('HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\nno');
        await connection.closed;
      },
      'request',
      '',
    ],
  ] satisfies [string, Reply, 'request' | 'text', string][])(
    'ends the stream and the connection at once: %s',
    async (_, reply, when, text) => {
      const outcome = await askAndAbort(reply, when);
      expect(outcome).toMatchObject({ text, end: { finish: 'interrupted' }, error: undefined });
      await outcome.clientLeft;
    },
  );

  it('ends a wait between two tries', async () => {
    const abort = new AbortController();
    const server = await serve([status(429, '', { 'Retry-After': '50' })]);
    const stream = startStream(server.baseUrl, abort.signal);
    expect((await stream.next()).value).toMatchObject({ type: 'notice' });
    const next = stream.next();
    abort.abort();
    expect(await next).toEqual({ done: false, value: { type: 'end', finish: 'interrupted' } });
    expect(server.requests).toHaveLength(1);
  });

  it('before the start sends nothing', async () => {
    const server = await serve([answer('Hi')]);
    const { end } = await ask(server.baseUrl, { signal: AbortSignal.abort() });
    expect(end).toEqual({ type: 'end', finish: 'interrupted' });
    expect(server.connections).toBe(0);
  });

  it('drops the rest of what came in the same segment', async () => {
    const outcome = await askAndAbort(
      sse([`${'data: {"choices":[{"delta":{"content":"x"}}]}\n\n'.repeat(3)}`, hold]),
      'text',
    );
    expect(outcome.end?.finish).toBe('interrupted');
  });
});

describe('a reader that goes away', () => {
  it('closes the connection', async () => {
    const { waiting: clientLeft, goOn: leave } = createGate();
    const server = await serve([
      async (connection, request) => {
        connection.closed.then(leave);
        await sse([chunk('Hi'), chunk(' there'), hold])(connection, request);
      },
    ]);
    const stream = startStream(server.baseUrl);
    expect((await stream.next()).value).toEqual({ type: 'text', text: 'Hi' });
    await stream.return?.();
    await clientLeft;
  });
});

describe('a slow reader', () => {
  it('slows the server down, and loses nothing', async () => {
    const total = 64 * 1024 * 1024;
    const piece = `data: ${JSON.stringify(chunk('x'.repeat(60_000)))}\n\n`;
    let sent = 0;
    const server = await serve([
      async (connection, request) => {
        const steps = Array.from({ length: Math.ceil(total / piece.length) }, () => async () => {
          await connection.write(piece);
          sent += piece.length;
        });
        await sse([...steps, () => connection.end()], { framing: 'close' })(connection, request);
      },
    ]);
    let events = 0;
    let sentAtPause = 0;
    const { text } = await ask(server.baseUrl, {
      async onEvent() {
        events += 1;
        if (events > 1) return;
        // The server gets no further than the buffers on the way: wait until it stands still.
        do {
          sentAtPause = sent;
          for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
        } while (sent > sentAtPause);
      },
    });
    expect(sentAtPause).toBeLessThan(total / 2);
    expect(text.length).toBe(60_000 * Math.ceil(total / piece.length));
  });
});
