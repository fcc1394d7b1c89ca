import { ASK } from './ask.ts';
import { CHAT } from './chat.ts';
import type { CommandSpec, GroupSpec } from './command-spec.ts';
import { COMPLETION } from './completion.ts';
import { CONFIG } from './config.ts';
import { HISTORY } from './history.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly (CommandSpec | GroupSpec)[] = [ASK, CHAT, HISTORY, CONFIG, COMPLETION];

/** What ai-chat is, in one sentence. */
export const DESCRIPTION = 'Talk to a language model from the terminal.';

/** Options that hold for every command. */
export const GLOBAL_OPTIONS = [
  { flags: '--debug', help: 'say what is sent where, and show stack traces' },
  { flags: '--no-color', help: 'no colours, as NO_COLOR=1 does; AI_CHAT_THEME=light or dark chooses them' },
] as const;

export const VERSION_OPTION = { flags: '-V, --version', help: 'print the version' } as const;
export const HELP_OPTION = { flags: '-h, --help', help: 'print this help' } as const;
