import { closeSync, openSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/runtime.ts';
import { linesOf, readStandardInput } from '../../src/terminal/standard-input.ts';

/** A stream that ends with what it is given, chunk by chunk, in place of standard input. */
function stdinOf(...chunks: (string | Uint8Array)[]): ReadStream {
  const stream = new PassThrough();
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return stream as unknown as ReadStream;
}

/** A clock whose timers go off when the test says so. */
function manualClock() {
  const timers = new Set<() => void>();
  const clock: Clock = {
    now: () => 0,
    monotonic: () => 0,
    after: (_ms, action) => {
      timers.add(action);
      return () => timers.delete(action);
    },
  };
  return { clock, ring: () => timers.forEach((action) => void action()), pending: () => timers.size };
}

function read(stdin: ReadStream, signal = new AbortController().signal, clock = manualClock().clock) {
  return readStandardInput(stdin, { signal, clock, onSilence: () => undefined });
}

async function collect(lines: ReturnType<typeof linesOf>): Promise<(string | Error)[]> {
  const all: (string | Error)[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

describe('readStandardInput', () => {
  it('gives every byte, wherever it was cut', async () => {
    const sent = '\ufeffline\r\n\ttab 漢字 😀\n\0';
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 })), async (cuts) => {
        const bytes = Buffer.from(sent);
        const edges = cuts.map((_, index) => cuts.slice(0, index + 1).reduce((sum, cut) => sum + cut, 0));
        const chunks = [0, ...edges].map((edge, index) => bytes.subarray(edge, edges[index]));
        expect(await read(stdinOf(...chunks.filter((chunk) => chunk.length > 0)))).toBe(sent);
      }),
    );
  });

  it('is empty when nothing was sent', async () => {
    expect(await read(stdinOf())).toBe('');
  });

  it('refuses what is not UTF-8, and says where', async () => {
    await expect(read(stdinOf(Buffer.from('caf\xe9 au lait', 'latin1')))).rejects.toMatchObject({
      kind: 'usage',
      message: 'standard input is not UTF-8 text (byte 4)',
    });
    await expect(read(stdinOf(Buffer.from([0x61, 0xf0, 0x9f])))).rejects.toMatchObject({ kind: 'usage' });
  });

  it('tells of a silence, once and only before the first byte', async () => {
    const { clock, ring, pending } = manualClock();
    let silences = 0;
    const stream = new PassThrough();
    const reading = readStandardInput(stream as unknown as ReadStream, {
      signal: new AbortController().signal,
      clock,
      onSilence: () => {
        silences += 1;
      },
    });
    ring();
    expect(silences).toBe(1);
    stream.write('a');
    await new Promise(setImmediate);
    expect(pending()).toBe(0);
    stream.end('b');
    expect(await reading).toBe('ab');
  });

  it('ends at once when it is aborted, and lets go of the stream', async () => {
    const abort = new AbortController();
    const stream = new PassThrough();
    const reading = read(stream as unknown as ReadStream, abort.signal);
    abort.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    expect(stream.destroyed).toBe(true);
  });
});

describe('linesOf', () => {
  it('gives the lines without their ends, and a last one without an end', async () => {
    expect(await collect(linesOf(stdinOf('one\ntw', 'o\r\n\nth\rree')))).toEqual([
      'one',
      'two',
      '',
      'th\rree',
    ]);
    expect(await collect(linesOf(stdinOf('one\n')))).toEqual(['one']);
    expect(await collect(linesOf(stdinOf()))).toEqual([]);
  });

  it('puts a character together that was cut', async () => {
    const bytes = Buffer.from('a😀\n漢');
    const chunks = Array.from(bytes, (byte) => Buffer.from([byte]));
    expect(await collect(linesOf(stdinOf(...chunks)))).toEqual(['a😀', '漢']);
  });

  it('gives each line as it comes', async () => {
    const stream = new PassThrough();
    const lines = linesOf(stream as unknown as ReadStream);
    stream.write('first\nsec');
    expect(await lines.next()).toEqual({ value: 'first', done: false });
    stream.end('ond');
    expect(await lines.next()).toEqual({ value: 'second', done: false });
    expect(await lines.next()).toEqual({ value: undefined, done: true });
  });

  it('ends when it is aborted, in the middle of a line too', async () => {
    const abort = new AbortController();
    const stream = new PassThrough();
    const lines = collect(linesOf(stream as unknown as ReadStream, abort.signal));
    stream.write('whole\nhalf');
    await new Promise(setImmediate);
    abort.abort();
    expect(await lines).toEqual(['whole']);
  });

  it('refuses a line that is not UTF-8, and gives those before and behind it', async () => {
    const lines = await collect(linesOf(stdinOf(Buffer.from('good\nb\xffd\nwell', 'latin1'))));
    expect(lines).toEqual(['good', expect.objectContaining({ kind: 'usage' }), 'well']);
  });

  it('takes a line of 32 MB in small pieces', async () => {
    const piece = 'x'.repeat(65_536);
    const [line] = await collect(linesOf(stdinOf(...Array<string>(512).fill(piece))));
    expect(String(line).length).toBe(512 * piece.length);
  });
});

describe('a directory as standard input', () => {
  it.skipIf(process.platform === 'win32')('is refused', async () => {
    const fd = openSync('.', 'r');
    const stdin = Object.assign(stdinOf(), { fd }) as ReadStream;
    await expect(read(stdin)).rejects.toMatchObject({
      kind: 'usage',
      message: 'standard input is a directory',
    });
    await expect(collect(linesOf(stdin))).rejects.toMatchObject({ kind: 'usage' });
    closeSync(fd);
  });
});
