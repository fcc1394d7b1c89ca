import { expect, it } from 'vitest';
import type { Job } from '../../src/runtime.ts';
import { createRawMode } from '../../src/terminal/raw-mode.ts';
import { Input, Sink } from '../helpers/streams.ts';

it('marks pastes in raw mode alone, long enough for the end of the marks to be read before a Ctrl-C can drop it', () => {
  const order: string[] = [];
  const stdin = new Input(true) as unknown as NodeJS.ReadStream;
  stdin.setRawMode = (raw) => {
    order.push(raw ? 'raw' : 'as before');
    return stdin;
  };
  const output = new Sink();
  output.on('written', (chunk: Buffer) => order.push(chunk.toString()));
  const never = () => () => {};
  const job: Job = {
    onExit: never,
    onStop: never,
    onContinue: never,
    suspend: () => {},
    leave: () => {},
    pause: () => order.push('a pause'),
    onFault: () => {},
  };
  const mode = createRawMode({ stdin, output, job, bracketedPaste: true });
  mode.enter();
  mode.leave();
  expect(order).toEqual(['raw', '\x1b[?2004h', '\x1b[?2004l', 'a pause', 'as before']);
});
