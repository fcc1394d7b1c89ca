/**
 * Stores NAME VALUE, the two arguments, and says the notes and `stored`, or the error, on standard output. With `wait` behind them
 * it then counts interrupts, for ever.
 */
import { CliError } from '../../../src/errors.ts';
import { createRuntime } from '../../../src/runtime.ts';
import { loadSettings } from '../../../src/settings/settings.ts';
import { withLock } from '../../../src/store/lock.ts';

const runtime = createRuntime(process);
const { stdout, interrupts } = runtime;
const [name = '', value = '', wait] = process.argv.slice(2);
const settings = await loadSettings(
  runtime,
  {},
  {
    warn: (message) => stdout.write(`warning: ${message}\n`),
    withLock: (path, action) => withLock(path, {}, action),
  },
);
try {
  for (const note of await settings.set(name, value)) stdout.write(`${note}\n`);
  let count = 0;
  if (wait) {
    interrupts.listen((interrupt) => stdout.write(`${interrupt} ${++count}\n`));
    setInterval(() => {}, 1000);
  }
  stdout.write('stored\n');
} catch (error) {
  if (!(error instanceof CliError)) throw error;
  stdout.write(`${error.message}\n`);
}
