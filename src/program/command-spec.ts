import type { Command } from 'commander';
import type { App } from '../app.ts';
import type { HelpGroup, SettingCommand } from '../settings/table.ts';

/** Options as commander gives them: a command's own and the program's, by camel-cased name. */
export type Flags = Readonly<Record<string, unknown>>;

/** What was typed: the arguments in their order, the options, and the command line it was parsed by. */
export interface Invocation {
  readonly args: readonly unknown[];
  readonly flags: Flags;
  readonly program: Command;
}

/** One option, in commander's notation. */
export interface OptionSpec {
  readonly flags: string;
  readonly help: string;
  /** Under which heading of the help it stands; without one, under `Options`. */
  readonly group?: HelpGroup;
  readonly conflicts?: readonly string[];
  readonly choices?: readonly string[];
  readonly initial?: string;
  readonly repeatable?: boolean;
}

interface Described {
  readonly name: string;
  /** Its first sentence stands in the list of commands. */
  readonly description: string;
  /** Under which heading it stands there. */
  readonly group: string;
}

/** Commands under one name. */
export interface GroupSpec extends Described {
  readonly commands: readonly CommandSpec[];
}

/** One command. */
export interface CommandSpec extends Described {
  /** In commander's notation, each with what it is; one without words for that is not shown. */
  readonly arguments?: readonly (readonly [argument: string, help: string])[];
  readonly options?: readonly OptionSpec[];
  /** Whose settings are flags of this command. */
  readonly settings?: SettingCommand;
  /** Runs when its group is named alone. */
  readonly isDefault?: boolean;
  /** Runs it and gives the exit code. What it does is loaded here, so that no command pays for another. */
  run(invocation: Invocation, app: App): Promise<number>;
}

export const JSON_OPTION: OptionSpec = { flags: '--json', help: 'print JSON', group: 'Output' };

/** Flags of the commands that talk to a server. */
export const SERVER_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--demo',
    help: 'talk to the server inside ai-chat: no key, no network, no language model',
    group: 'Model and server',
  },
  {
    flags: '--insecure-http',
    help: 'let the key go over plain http to another machine',
    group: 'Model and server',
  },
];

/** What {@link SERVER_OPTIONS} and the settings' flags say. */
export const serverFlags = (flags: Flags) => ({
  demo: flags.demo === true,
  insecureHttp: flags.insecureHttp === true,
  settings: flags,
});

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const words = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
