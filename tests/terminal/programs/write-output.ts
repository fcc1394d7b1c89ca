/** Writes COUNT pieces of SIZE characters to standard output, and says on standard error what became of them. */
import { createRuntime } from '../../../src/runtime.ts';
import { createOutput } from '../../../src/terminal/output.ts';

const { stdout, stderr } = createRuntime(process);
const [count = 0, size = 0] = process.argv.slice(2).map(Number);

let goneTimes = 0;
const output = createOutput(stdout, {
  onGone: () => {
    goneTimes += 1;
  },
});
let written = 0;
for (; written < count && !output.gone; written += 1) {
  const wait = output.write('x'.repeat(size));
  if (wait) await wait;
  // A turn of the event loop now and then, as between two packets.
  if (written % 1000 === 999) await new Promise(setImmediate);
}
const failure = await output.end().catch((error: unknown) => error);
const { kind, message } = (failure ?? {}) as { kind?: string; message?: string };
stderr.write(`${JSON.stringify({ goneTimes, all: written === count, kind, message })}\n`);
