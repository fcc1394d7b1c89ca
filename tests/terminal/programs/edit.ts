/**
 * A chat with nobody, on the line editor. Each reply is printed as JSON. `stream` streams until it is stopped
 * by Ctrl-C or told `go` by SIGUSR2; `child` gives the terminal to `cat` for one line; `fail` throws. Arguments are
 * the history.
 */
import { spawnSync } from 'node:child_process';
import { createRuntime } from '../../../src/runtime.ts';
import { createStyles } from '../../../src/terminal/colors.ts';
import { createKeyboard } from '../../../src/terminal/keyboard.ts';
import { createLineEditor } from '../../../src/terminal/line-editor/line-editor.ts';

const runtime = createRuntime(process);
const { stdin, stdout, env, job, interrupts } = runtime;
const keyboard = createKeyboard(runtime);
const COMMANDS = ['/model', '/help', '/history', '/retry', '/rename', '/漢字'];
let stopStream: ((how: string) => void) | undefined;

const editor = createLineEditor({
  keyboard,
  stdin,
  output: stdout,
  env,
  job,
  history: process.argv.slice(2),
  styles: createStyles(!env.NO_COLOR),
  onInterrupt: () => stopStream?.('stopped'),
  complete: async (text, cursor) => ({
    start: 0,
    candidates: COMMANDS.filter((name) => name.startsWith(text.slice(0, cursor))).map((name) => ({
      text: `${name} `,
      label: name,
      ...(env.DESCRIBE ? { description: `what ${name} does` } : {}),
    })),
  }),
  hint: (text) =>
    text.length < 2 ? undefined : COMMANDS.find((name) => name.startsWith(text))?.slice(text.length),
});
interrupts.listen((interrupt) => {
  if (interrupt === 'SIGINT') editor.interrupt();
  else editor.close();
});
if (env.TELL_PID) stdout.write(`pid ${process.pid}\n`);
process.on('SIGUSR2', () => stopStream?.('done'));

for (let number = 1; ; number += 1) {
  const reply = await editor.read('You: ', {
    ...(env.INITIAL && number === 1 ? { initial: env.INITIAL } : {}),
    isAnswer: env.ANSWER !== undefined,
  });
  stdout.write(`${JSON.stringify(reply)}\n`);
  if (reply.type === 'end') break;
  if (reply.type !== 'line') continue;
  if (reply.text === 'fail') throw new Error('a fault');
  if (reply.text === 'exit') process.exit(3);
  if (reply.text === 'child') {
    await keyboard.lend(
      async () => void spawnSync('sh', ['-c', 'echo ready; head -n 1'], { stdio: 'inherit' }),
    );
  }
  if (reply.text === 'stream') {
    stdout.write('streaming\n');
    // As a connection would, it keeps the process alive.
    const connection = setInterval(() => undefined, 1000);
    const how = await new Promise<string>((resolve) => {
      stopStream = resolve;
    });
    clearInterval(connection);
    stopStream = undefined;
    stdout.write(`${how}\n`);
  }
}
editor.close();
