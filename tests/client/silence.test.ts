import { describe, expect, it } from 'vitest';
import { answer, type Connection, chunk, DONE, hold, reply, silence, sse } from '../helpers/fake-server.ts';
import { createGate } from '../helpers/gate.ts';
import { ask, askServer, serve } from './asking.ts';
import { FakeClock } from './fake-clock.ts';

const TIMEOUT = { timeoutMs: 20_000 };

describe('a server that says nothing', () => {
  it.each([
    ['not even headers', silence],
    ['headers alone', sse([hold])],
    ['half an event', sse(['data: {"cho', hold])],
    ['comments', sse([': wait\n\n'.repeat(3), hold])],
    ['events without text', sse([chunk({ role: 'assistant' }), hold])],
    ['half of a JSON document', reply(['{"choices": [', hold])],
    ['neither this nor that', reply(['da', hold])],
  ])('is given up after the time-out, once: %s', async (_, quiet) => {
    const server = await serve([quiet]);
    const { error, notices } = await ask(server.baseUrl, {
      endpoint: TIMEOUT,
      timeFliesAfter: server.request(0),
    });
    expect({ kind: error?.kind, notices, requests: server.requests.length }).toEqual({
      kind: 'network',
      notices: [],
      requests: 1,
    });
    expect(error?.message).toMatch(/within 20 s$/);
    expect(error?.hint).toMatch(/--timeout/);
  });

  it('but comments, for ever, is given up as well', async () => {
    const chatter = async ({ socket, write }: Connection) => {
      while (!socket.destroyed) await write(': still here\n\n');
    };
    const server = await serve([sse([chatter], { framing: 'close' })]);
    const { error } = await ask(server.baseUrl, { endpoint: TIMEOUT, timeFliesAfter: server.request(0) });
    expect(error?.message).toMatch(/within 20 s$/);
  });

  it('in the middle of the answer breaks it, and what came is kept', async () => {
    const { waiting: begun, goOn: begin } = createGate();
    const { text, end } = await askServer([sse([chunk('Hi'), hold])], {
      endpoint: TIMEOUT,
      timeFliesAfter: begun,
      onEvent: () => begin(),
    });
    expect({ text, finish: end?.finish, kind: end?.error?.kind }).toEqual({
      text: 'Hi',
      finish: 'broken',
      kind: 'incomplete',
    });
  });

  it('after the finish is not waited for long', async () => {
    const clock = new FakeClock();
    const started = clock.monotonic();
    const server = await serve([sse([chunk('Hi', { finish: 'stop' }), hold])]);
    const { waiting: begun, goOn: begin } = createGate();
    const passing = begun.then(async () => {
      while (!over) {
        clock.advance(100);
        await new Promise(setImmediate);
      }
    });
    let over = false;
    const { text, end } = await ask(server.baseUrl, { endpoint: { clock }, onEvent: () => begin() });
    over = true;
    await passing;
    expect({ text, finish: end?.finish }).toEqual({ text: 'Hi', finish: 'stop' });
    expect(clock.monotonic() - started).toBeLessThan(10_000);
  });
});

describe('the time-out', () => {
  it('starts anew at every event', async () => {
    let continueAnswer = () => {};
    const clock = new FakeClock();
    const steps = ['a', 'b', 'c', 'd'].flatMap((text) => [
      chunk(text),
      () =>
        new Promise<void>((resolve) => {
          continueAnswer = resolve;
        }),
    ]);
    const outcome = await askServer([sse([...steps, DONE])], {
      endpoint: { ...TIMEOUT, clock },
      async onEvent() {
        await new Promise(setImmediate);
        clock.advance(15_000);
        continueAnswer();
      },
    });
    expect(outcome).toMatchObject({ text: 'abcd', end: { finish: 'stop' } });
  });

  it('does not run while the reader is busy', async () => {
    const clock = new FakeClock();
    const outcome = await askServer([answer('some words to read slowly')], {
      endpoint: { ...TIMEOUT, clock },
      onEvent: () => clock.advance(60_000),
    });
    expect(outcome).toMatchObject({ text: 'some words to read slowly', end: { finish: 'stop' } });
  });

  it('leaves no timer behind', async () => {
    const clock = new FakeClock();
    await askServer([answer('Hi')], { endpoint: { clock } });
    expect(clock.pending).toBe(0);
  });

  it('is never set further than a timer can count', async () => {
    const waits: number[] = [];
    const clock = new FakeClock();
    const after = clock.after.bind(clock);
    clock.after = (ms, action) => {
      waits.push(ms);
      return after(ms, action);
    };
    const outcome = await askServer([answer('Hi')], { endpoint: { clock, timeoutMs: 2 ** 40 } });
    expect(outcome).toMatchObject({ text: 'Hi', end: { finish: 'stop' } });
    expect(Math.max(...waits)).toBe(2 ** 31 - 1);
  });
});
