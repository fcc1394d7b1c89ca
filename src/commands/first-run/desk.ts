import type { App, FlagValues, Settings } from '../../app.ts';
import type { Chooser } from '../../terminal/choice.ts';
import type { Prompter } from '../../terminal/prompt.ts';
import type { Reporter } from '../../terminal/reporter.ts';

/** The user went: by Ctrl-C or a signal, or in any other way. */
export type Left = { readonly type: 'interrupt' } | { readonly type: 'end' };

/** Settings that lead to a server. */
export interface Ready {
  readonly type: 'ready';
  readonly settings: Settings;
  readonly flags: FlagValues;
  /** Its server was picked, and is kept nowhere. */
  readonly isPicked?: boolean;
  /** A key for that server that is kept nowhere. */
  readonly typedKey?: string;
}

/** A way, or a step of it, that was not gone to its end: the user went back, or left. */
export type Unfinished = { readonly type: 'back' } | Left;

/** How one of the ways went. */
export type Outcome = Ready | Unfinished;

/** What the ways of setting up work with. */
export interface Desk {
  readonly app: App;
  readonly settings: Settings;
  /** The flags of the command line that are settings. */
  readonly flags: FlagValues;
  /** The server in use. */
  readonly server: string;
  readonly insecureHttp: boolean;
  readonly reporter: Reporter;
  readonly chooser: Chooser;
  readonly prompter: Prompter;
  /** Aborted by what ends it all; everything that waits ends then. */
  readonly signal: AbortSignal;
  say(text: string): void;
  /** Drops what was typed while there was nothing to answer, unseen: it may be a key. Says so. */
  dropEarly(): Promise<void>;
}
