import { CliError, SIGNAL_EXIT_CODES } from '../../errors.ts';
import type { Output } from '../../terminal/output.ts';
import { linesOf } from '../../terminal/standard-input.ts';
import { untilInterrupted } from '../shared/interruption.ts';
import type { Chat } from './chat.ts';
import { type Interlocutor, parseLine } from './slash-command.ts';
import { slashCommand } from './slash-commands.ts';

/**
 * A chat whose other side is a script: each line of standard input is a message or a command, and what follows an
 * error goes on. Gives the exit code of the last error.
 */
export async function talkToScript(chat: Chat, output: Output): Promise<number> {
  const { runtime } = chat.app;
  const { reporter, wrap } = await chat.app.messages();
  const interruption = untilInterrupted(runtime.interrupts);
  interruption.signal.addEventListener('abort', () => chat.stop());
  let code = 0;
  for await (const line of linesOf(runtime.stdin, interruption.signal)) {
    try {
      if (line instanceof CliError) throw line;
      if (line.trim() === '') continue;
      const parsed = parseLine(line);
      if ('message' in parsed) await chat.send(parsed.message);
      else {
        const say = (text: string) => runtime.stderr.write(`${wrap(text.replace(/\n$/, ''))}\n`);
        const other: Interlocutor = {
          say,
          converse: async (turn) => void (await turn()),
          columns: undefined,
        };
        const { command, argument } = parsed;
        const done = await slashCommand(command, argument).run(argument, chat, other, interruption.signal);
        if (done === 'leave') break;
      }
    } catch (error) {
      if (interruption.interrupt && error === interruption.signal.reason) break;
      if (!(error instanceof CliError)) throw error;
      reporter.error(error);
      code = error.exitCode;
    }
    if (output.gone || interruption.interrupt) break;
  }
  interruption.dispose();
  await output.end();
  if (output.gone) return 0;
  return interruption.interrupt ? SIGNAL_EXIT_CODES[interruption.interrupt] : code;
}
