import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOutput } from '../../src/terminal/output.ts';
import { buildProgram } from './programs/build.ts';

let program: string;
beforeAll(async () => {
  program = await buildProgram('write-output');
});

interface Outcome {
  readonly goneTimes: number;
  readonly all: boolean;
  readonly kind?: string;
  readonly message?: string;
}

function start(count: number, size: number, stdout: number | 'pipe' = 'pipe') {
  const child = spawn(process.execPath, [program, String(count), String(size)], {
    stdio: ['ignore', stdout, 'pipe'],
  });
  const outcome = child.stderr ? text(child.stderr).then((line): Outcome => JSON.parse(line)) : undefined;
  const exited = new Promise((resolve) => child.once('close', resolve));
  return { child, outcome, exited };
}

describe('the output of a process', () => {
  it('loses nothing of 100,000 pieces, however late they are read', async () => {
    const { child, outcome, exited } = start(100_000, 5);
    const { stdout } = child;
    if (!stdout) throw new Error('no pipe');
    await new Promise((resolve) => stdout.once('readable', resolve));
    expect((await text(stdout)) === 'x'.repeat(500_000)).toBe(true);
    expect(await outcome).toEqual({ goneTimes: 0, all: true });
    expect(await exited).toBe(0);
  });

  it('notices once that its reader has gone, and ends in peace', async () => {
    const { child, outcome, exited } = start(1_000_000, 100);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await outcome).toEqual({ goneTimes: 1, all: false });
    expect(await exited).toBe(0);
  });

  it.skipIf(!existsSync('/dev/full'))('says so when the disk is full', async () => {
    const full = openSync('/dev/full', 'w');
    const { outcome } = start(10, 5, full);
    expect(await outcome).toMatchObject({
      goneTimes: 1,
      kind: 'usage',
      message: expect.stringMatching(/cannot write to standard output: .*no space/),
    });
    closeSync(full);
  });
});

describe('createOutput', () => {
  /** A stream that takes a chunk only when it is let. */
  function slowStream() {
    const chunks: string[] = [];
    const waiting: (() => void)[] = [];
    const stream = new Writable({
      highWaterMark: 4,
      decodeStrings: false,
      write(chunk, _encoding, done) {
        chunks.push(chunk);
        waiting.push(done);
      },
    });
    return { stream, chunks, release: () => waiting.shift()?.() };
  }

  it('writes the first piece at once and gathers what follows in the same turn', async () => {
    const { stream, chunks, release } = slowStream();
    const output = createOutput(stream, { onGone: () => undefined });
    output.write('a');
    expect(chunks).toEqual(['a']);
    output.write('b');
    output.write('c');
    release();
    await new Promise(setImmediate);
    expect(chunks).toEqual(['a', 'bc']);
  });

  it('asks to wait while the reader is slow, and until it has caught up', async () => {
    const { stream, release } = slowStream();
    const output = createOutput(stream, { onGone: () => undefined });
    const wait = output.write('more than four');
    expect(wait).toBeInstanceOf(Promise);
    release();
    await wait;
    await new Promise(setImmediate);
    expect(output.write('x')).toBeUndefined();
  });

  it('lets go of who waits when the reader goes', async () => {
    const { stream } = slowStream();
    let gone = 0;
    const output = createOutput(stream, {
      onGone: () => {
        gone += 1;
      },
    });
    const wait = output.write('more than four');
    stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await wait;
    await output.end();
    expect([gone, output.gone, output.write('y')]).toEqual([1, true, undefined]);
  });
});
