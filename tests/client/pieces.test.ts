import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answer, chunk, DONE, event, reply, type Step, sse } from '../helpers/fake-server.ts';
import { createGate } from '../helpers/gate.ts';
import { ask, askServer, serve } from './asking.ts';

const TEXT = 'Grüße, 漢字, 👩‍👩‍👧 and e\u0301.\r\n\tEnd\u2028.\u0000\u001b[31m ';

describe('the text of an answer', () => {
  it('is byte for byte what the server sent, control characters too', async () => {
    expect((await askServer([answer(TEXT, { pieces: [...TEXT] })])).text).toBe(TEXT);
  });

  it('comes a piece for every chunk, as soon as it can', async () => {
    const { waiting: shown, goOn: release } = createGate();
    const texts: string[] = [];
    await askServer([sse([chunk('first'), shown, chunk('second'), DONE])], {
      onEvent(event) {
        if (event.type !== 'text') return;
        texts.push(event.text);
        release();
      },
    });
    expect(texts).toEqual(['first', 'second']);
  });

  it('survives any cut of the stream into segments', async () => {
    const stream = Buffer.from(
      `\uFEFF: hello\r\n\r\n${[...TEXT].map((piece) => event(chunk(piece))).join('')}${event(chunk({}, { finish: 'stop' }))}${DONE}`,
    );
    const server = await serve([answer('')]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(stream.length), { maxLength: 30 }), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
        server.setReplies(sse(places.slice(1).map((end, index) => stream.subarray(places[index], end))));
        const { text, end } = await ask(server.baseUrl);
        expect({ text, finish: end?.finish }).toEqual({ text: TEXT, finish: 'stop' });
      }),
      { numRuns: 30 },
    );
  });

  it('may be a megabyte in one event', async () => {
    const text = 'é'.repeat(500_000);
    expect((await askServer([sse([chunk(text), DONE])])).text).toBe(text);
  });

  it('may be 100,000 events', async () => {
    const piece = event(chunk('12345'));
    const steps: Step[] = Array.from({ length: 100 }, () => piece.repeat(1_000));
    expect((await askServer([sse([...steps, DONE])])).text).toBe('12345'.repeat(100_000));
  });

  it('keeps bytes that are not UTF-8 visible', async () => {
    const broken = Buffer.concat([
      Buffer.from('data: {"choices":[{"delta":{"content":"a'),
      Buffer.of(0xf0, 0x9f),
      Buffer.from('b"}}]}\n\n'),
    ]);
    expect((await askServer([sse([broken, DONE])])).text).toBe('a\uFFFDb');
  });

  it.each([
    ['text/event-stream; charset=utf-8'],
    ['TEXT/EVENT-STREAM'],
    ['text/plain'],
    ['application/octet-stream'],
    ['application/json'],
    [''],
  ])('is read from a stream that is called %j', async (type) => {
    const { text } = await askServer([reply([chunk('Hi'), DONE], { headers: { 'Content-Type': type } })]);
    expect(text).toBe('Hi');
  });

  it.each([
    [': waiting\n\n'],
    ['\n\n\n'],
    ['event: ping\n\n'],
    ['id: 1\n\n'],
    ['retry: 3\n\n'],
    ['event: ping\ndata: ping\n\n'],
    ['data:\n\n'],
    ['data: null\n\n'],
    ['data: 7\n\n'],
  ])('is not disturbed by %j, before it and in it', async (noise) => {
    const { text, end } = await askServer([reply([noise, chunk('H'), noise, chunk('i'), noise, DONE])]);
    expect({ text, finish: end?.finish }).toEqual({ text: 'Hi', finish: 'stop' });
  });

  it('is kept apart from reasoning in any form', async () => {
    const { text, reasoning } = await askServer([
      sse([
        chunk({ reasoning_content: 'a' }),
        chunk({ reasoning: 'b' }),
        chunk('<think>c</th'),
        chunk('ink>\n\nHi'),
        DONE,
      ]),
    ]);
    expect({ text, reasoning }).toEqual({ text: 'Hi', reasoning: 'abc' });
  });
});
