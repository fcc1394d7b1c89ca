import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { apiError, chunk, DONE, event, reply, sse } from '../helpers/fake-server.ts';
import { createGate } from '../helpers/gate.ts';
import { askServer } from './asking.ts';

const STREAM = Buffer.from(event(chunk('Hi 漢字')) + DONE);

/** `bytes` in segments of one byte. */
function oneByOne(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (byte) => Buffer.of(byte));
}

describe('a compressed answer', () => {
  it.each([
    ['gzip', gzipSync(STREAM)],
    ['x-gzip', gzipSync(STREAM)],
    ['GZIP', gzipSync(STREAM)],
    ['deflate', deflateSync(STREAM)],
    ['deflate', deflateRawSync(STREAM)],
    ['br', brotliCompressSync(STREAM)],
    ['identity', STREAM],
    ['deflate, gzip', gzipSync(deflateSync(STREAM))],
  ])('is read: %s', async (encoding, bytes) => {
    for (const steps of [[bytes], oneByOne(bytes)]) {
      const { text, end } = await askServer([sse(steps, { headers: { 'Content-Encoding': encoding } })]);
      expect({ text, finish: end?.finish }).toEqual({ text: 'Hi 漢字', finish: 'stop' });
    }
  });

  it('is shown while it comes', async () => {
    const { waiting: shown, goOn: release } = createGate();
    const { text } = await askServer([sse([chunk('first'), shown, chunk(' second'), DONE], { gzip: true })], {
      onEvent: () => release(),
    });
    expect(text).toBe('first second');
  });

  it('may be far larger than it looks', async () => {
    const bytes = gzipSync(event(chunk('x'.repeat(20_000_000))) + DONE);
    const { text } = await askServer([sse([bytes], { headers: { 'Content-Encoding': 'gzip' } })]);
    expect(text.length).toBe(20_000_000);
  });

  it.each([
    ['gzip', 'not gzip at all', /decompressed \(Z_DATA_ERROR\)/],
    ['br', 'not brotli at all, either', /decompressed \(ERR_/],
    ['zstd', 'anything', /unknown encoding: zstd/],
  ])('that cannot be read is an error: %s', async (encoding, bytes, message) => {
    const { error } = await askServer([reply([bytes], { headers: { 'Content-Encoding': encoding } })]);
    expect(error).toMatchObject({ kind: 'incomplete', message: expect.stringMatching(message) });
  });

  it('that breaks keeps what could be read', async () => {
    const whole = gzipSync(event(chunk('x'.repeat(100))) + event(chunk('y')), { level: 0 });
    const { text, end } = await askServer([
      sse([whole.subarray(0, -20)], { framing: 'close', headers: { 'Content-Encoding': 'gzip' } }),
    ]);
    expect({ text, finish: end?.finish }).toEqual({ text: 'x'.repeat(100), finish: 'broken' });
  });

  it('may be a refusal', async () => {
    const body = gzipSync(JSON.stringify({ error: { message: 'no' } }));
    const { error } = await askServer([
      reply([body], { status: 400, headers: { 'Content-Encoding': 'gzip' } }),
    ]);
    expect(error?.message).toMatch(/: no$/);
    expect((await askServer([apiError(400, 'no', {}, { 'Content-Encoding': 'gzip' })])).error?.kind).toBe(
      'request',
    );
  });
});
