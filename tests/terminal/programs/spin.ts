/** Runs a spinner through the steps named by the arguments: start, work (half done), stop, note, quiet, sleep:MS, wait (for ever). */
import { createRuntime } from '../../../src/runtime.ts';
import { createStyles } from '../../../src/terminal/colors.ts';
import { createReporter } from '../../../src/terminal/reporter.ts';
import { createSpinner } from '../../../src/terminal/spinner.ts';

const { stdin, stdout, stderr, clock, job, env } = createRuntime(process);
const steps = process.argv.slice(2);
const styles = createStyles(true);
const quiet = steps.includes('quiet');
/** Ten times as fast as ours, so that the seconds it counts need not be waited for. */
const quick = { ...clock, monotonic: () => clock.monotonic() * 10 };
const spinner = createSpinner({ stream: stderr, env, quiet, clock: quick, job, styles });
const reporter = createReporter({
  stream: stderr,
  styles,
  quiet,
  debug: false,
  redact: (text) => text,
  wrap: (line) => line,
});

// The terminal would echo the key below the spinner.
if (stdin.isTTY) stdin.setRawMode(true);
for (const step of steps) {
  const [name, value] = step.split(':');
  if (name === 'start') spinner.start();
  if (name === 'work') spinner.start('checking', { progress: () => '1 of 2', delay: 200 });
  if (name === 'stop') spinner.stop();
  if (name === 'note') reporter.note('trying again');
  if (name === 'sleep') await new Promise((resolve) => setTimeout(resolve, Number(value)));
  // A key lets it go on: the test has seen what it waited for.
  if (name === 'key') await new Promise((resolve) => stdin.resume().once('data', resolve));
  if (name === 'key') stdin.pause();
  if (name === 'answer') stdout.write('the answer\n');
}
