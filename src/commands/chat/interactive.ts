import type { TurnOutcome } from '../../conversation/turn.ts';
import { CliError, SIGNAL_EXIT_CODES } from '../../errors.ts';
import type { Interrupt } from '../../runtime.ts';
import { createLineEditor } from '../../terminal/line-editor/line-editor.ts';
import { transcriptOf } from '../../terminal/line-editor/transcript.ts';
import type { Output } from '../../terminal/output.ts';
import { createPrompter } from '../../terminal/prompt.ts';
import { stringWidth } from '../../terminal/width.ts';
import { wrapFor } from '../../terminal/wrap-for.ts';
import { stylesFor } from '../shared/styles-for.ts';
import { describe } from './banner.ts';
import { type Chat, forChat } from './chat.ts';
import { completerOf, hintFor } from './completion/completion.ts';
import { elsewhereText } from './elsewhere.ts';
import { lastExchangeText } from './last-exchange.ts';
import { type Interlocutor, parseLine, typedFor } from './slash-command.ts';
import { slashCommand } from './slash-commands.ts';
import { statusText } from './usage-text.ts';
import { whatNext } from './what-next.ts';

const PROMPT = 'You: ';

/** A chat with a person at a terminal. Gives the exit code. */
export async function talkToPerson(chat: Chat, output: Output): Promise<number> {
  const { app } = chat;
  const { stdin, stdout, stderr, env, job, interrupts } = app.runtime;
  const { reporter, styles, wrap } = await app.messages();
  const terminal = stdout.isTTY ? stdout : stderr;
  const terminalStyles = stylesFor(app, terminal);
  const past = chat.save ? await app.inputHistory() : undefined;
  const keyboard = await app.keyboard();
  const editor = createLineEditor({
    keyboard,
    stdin,
    output: terminal,
    env,
    history: (await past?.load()) ?? [],
    styles: terminalStyles,
    complete: completerOf(chat),
    hint: hintFor,
    onInterrupt: () => chat.stop(),
    job,
  });
  /** A terminal that does not know its size says 0. */
  const size = () => ({ columns: terminal.columns || 80, rows: terminal.rows || 24 });
  /** Whether somebody else has the terminal, and Ctrl-C with it. */
  let isLent = false;
  const say = (text: string) => void stderr.write(`${styles.dim(wrap(text.replace(/\n$/, '')))}\n`);
  const other: Interlocutor = {
    say,
    prompter: createPrompter({
      read: (prompt) => editor.read(prompt, { isAnswer: true }),
      say,
      keyboard,
      output: terminal,
      job,
      takesAhead: true,
    }),
    async converse(turn) {
      // A blank line on both sides sets the answer apart from what was typed, where it is shown.
      const setApart = () => void (stdout.isTTY && terminal.write('\n'));
      setApart();
      const { conversation } = chat.session;
      const before = lastAnswerId(chat);
      let outcome: TurnOutcome | undefined;
      isStatusDue = true;
      try {
        outcome = await turn();
      } finally {
        if (lastAnswerId(chat) !== before) setApart();
      }
      if (outcome?.status === 'interrupted') {
        other.say(`[interrupted; ${whatNext('interrupted', (outcome.answer?.content ?? '') !== '')}]`);
      }
      const elsewhere =
        outcome?.answer && elsewhereText(conversation, chat.session.conversation, outcome.answer);
      if (elsewhere) other.say(elsewhere);
      tellStatus();
    },
    async recall() {
      const look = { prompt: PROMPT, ...size(), styles: terminalStyles, wrap: await wrapFor(terminal) };
      terminal.write(await lastExchangeText(app, chat.settings, chat.session.conversation, look));
    },
    lendTerminal: (use) =>
      keyboard.lend(async () => {
        isLent = true;
        try {
          return await use();
        } finally {
          isLent = false;
        }
      }),
    async showMessage(text, signal) {
      terminal.write(transcriptOf(text, { prompt: PROMPT, ...size(), styles: terminalStyles }));
      const typed = typedFor(text);
      editor.remember(typed);
      await past?.append(typed, signal);
    },
    get columns() {
      return terminal.columns;
    },
  };

  /** What was last said of where the chat is; what is no news is not said again. */
  let status = statusText(chat.session.conversation);
  /** From a turn on until it is said; what a command changes, it says itself. */
  let isStatusDue = false;
  function tellStatus(): void {
    if (!isStatusDue) return;
    isStatusDue = false;
    const now = statusText(chat.session.conversation);
    if (now !== status && stderr.isTTY) {
      other.say(statusText(chat.session.conversation, terminal.columns || 80));
    }
    status = now;
  }

  let isHistoryDoubted = false;
  /** Where the conversation is not kept either, what was said of that is enough. */
  function tellOfHistory(): void {
    const refusal = past?.refusal;
    if (isHistoryDoubted || !refusal || !chat.session.isKept) return;
    isHistoryDoubted = true;
    reporter.warn(`the input history is not kept: ${refusal.message}`, refusal.hint);
  }

  /** Set by the signals that end the chat, in whatever it is doing. */
  let ended: Interrupt | undefined;
  const stopListening = interrupts.listen((interrupt) => {
    if (interrupt === 'SIGINT') {
      if (!isLent) editor.interrupt();
      return;
    }
    ended = interrupt;
    chat.stop();
    editor.close();
  });

  /** Answers one line; true ends the chat. */
  async function answer(line: string, signal: AbortSignal): Promise<boolean> {
    await past?.append(line, signal);
    const parsed = parseLine(line);
    if ('message' in parsed) {
      // Stopped already, it keeps the question, and sends none.
      await other.converse(() => chat.send(parsed.message));
      return false;
    }
    const { command, argument } = parsed;
    try {
      signal.throwIfAborted();
      return (await slashCommand(command, argument).run(argument, chat, other, signal)) === 'leave';
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) throw error;
      other.say('[interrupted]');
      return false;
    }
  }

  /** What stands in the next line: what an editor was left with, or failed with, unsaved. */
  let draft = '';
  /** Goes on with a line in an editor. What is left there is the line that is sent; gives undefined where nothing is to be. */
  async function editOn(text: string): Promise<string | undefined> {
    draft = text;
    const { writeInEditor } = await import('./write-in-editor.ts');
    const written = await writeInEditor(app, other, text);
    if (written === 'unsaved') return undefined;
    draft = '';
    if (written === 'empty') return undefined;
    terminal.write(transcriptOf(written.text, { prompt: PROMPT, ...size(), styles: terminalStyles }));
    editor.remember(written.text);
    return written.text;
  }

  /** Before a chat is left. */
  async function settle(): Promise<void> {
    const isSettled = await chat.untilStopped(async (signal) => {
      await chat.session.settle(signal);
      return true;
    });
    if (isSettled || ended) return;
    reporter.warn(
      'what was said last is not saved: another ai-chat is writing',
      'in the next chat, Up brings back what you typed',
    );
  }

  let wantsToLeave = false;
  /** Reads a line and answers it; gives the exit code where that ends the chat. */
  async function round(signal: AbortSignal): Promise<number | undefined> {
    const reply = await editor.read(PROMPT, { initial: draft });
    draft = '';
    if (ended) return undefined;
    if (reply.type === 'end') return 0;
    if (reply.type === 'interrupt') {
      // Aborted, it was pressed twice at once.
      if (wantsToLeave || signal.aborted) return SIGNAL_EXIT_CODES.SIGINT;
      wantsToLeave = true;
      other.say('to leave, press Ctrl-C again, or Ctrl-D');
      return undefined;
    }
    wantsToLeave = false;
    try {
      const line = reply.isForEditor ? await editOn(reply.text) : reply.text;
      if (line === undefined || line.trim() === '') return undefined;
      return (await answer(line, signal)) ? 0 : undefined;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      // What fails because the chat is ended is no news.
      if (!ended) reporter.error(forChat(error));
      tellStatus();
      return undefined;
    }
  }

  try {
    other.say(withHelp(describe(chat), terminal.columns || 80));
    await other.recall?.();
    while (!ended && !output.gone) {
      // Whatever is pressed from Enter on stops what the line began.
      const code = await chat.asOne(round);
      tellOfHistory();
      if (code === undefined) continue;
      await settle();
      return ended ? SIGNAL_EXIT_CODES[ended] : code;
    }
    return ended ? SIGNAL_EXIT_CODES[ended] : 0;
  } finally {
    stopListening();
    editor.close();
    await output.end();
  }
}

function lastAnswerId({ session }: Chat): string | undefined {
  return session.conversation.messages.findLast(({ role }) => role === 'assistant')?.id;
}

/** The banner, and how to go on, as far as both fit a line. */
function withHelp(banner: string, columns: number): string {
  const fits = ['. /help lists commands, Ctrl-D leaves', '. /help, Ctrl-D leaves', '. /help'].find(
    (help) => stringWidth(banner + help) <= columns,
  );
  return banner + (fits ?? '');
}
