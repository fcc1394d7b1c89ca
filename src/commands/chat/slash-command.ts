import type { TurnOutcome } from '../../conversation/turn.ts';
import type { Prompter } from '../../terminal/prompt.ts';
import type { Chat } from './chat.ts';

/** The person, or the script, on the other side of a chat. */
export interface Interlocutor {
  /** Shows information, which is no answer; may have several lines. */
  say(text: string): void;
  /** Lets a turn of talk happen, set apart from what was typed; throws what it throws. */
  converse(turn: () => Promise<TurnOutcome | undefined>): Promise<void>;
  /** Shows where the conversation, which was gone back to, stopped. */
  recall?(): Promise<void>;
  /** Not there where there is nobody to ask. */
  readonly prompter?: Prompter;
  /** Shows and remembers a message that was not typed at the prompt as if it had been; an abort of `signal` ends a wait for that. */
  showMessage?(text: string, signal: AbortSignal): Promise<void>;
  /** Lets `use` have the terminal, for an editor for instance, which takes its keys from there; meanwhile Ctrl-C is its affair. */
  lendTerminal?<T>(use: () => Promise<T>): Promise<T>;
  /** The window's columns; undefined where there is none. */
  readonly columns: number | undefined;
}

/** A command of the chat. */
export interface SlashCommand {
  readonly name: string;
  /** What stands behind the name, as the help shows it. */
  readonly argument?: string;
  readonly help: string;
  /** `leave` ends the chat. Throws what went wrong, and the reason of `signal` where that ended a wait. */
  run(argument: string, chat: Chat, other: Interlocutor, signal: AbortSignal): Promise<'leave' | undefined>;
}

/** What a typed line is: a command with its argument, or a message. `//text` is the message `/text`. */
export function parseLine(
  line: string,
): { readonly command: string; readonly argument: string } | { readonly message: string } {
  if (line.startsWith('//')) return { message: line.slice(1) };
  const [, command, argument = ''] = /^\/(\S*)(?:\s+([\s\S]*))?$/.exec(line) ?? [];
  return command === undefined ? { message: line } : { command, argument: argument.trim() };
}

/** The line that is typed to send `message`. */
export function typedFor(message: string): string {
  return message.startsWith('/') ? `/${message}` : message;
}
