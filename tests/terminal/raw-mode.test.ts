import { expect, it } from 'vitest';
import type { Job } from '../../src/runtime.ts';
import { createRawMode } from '../../src/terminal/raw-mode.ts';
import { Input, Sink } from '../helpers/streams.ts';

it('marks pastes in raw mode alone, so that no mark comes before or behind an echo', () => {
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
    onFault: () => {},
  };
  const mode = createRawMode({ stdin, output, job, bracketedPaste: true });
  mode.enter();
  mode.leave();
  expect(order).toEqual(['raw', '\x1b[?2004h', '\x1b[?2004l', 'as before']);
});
