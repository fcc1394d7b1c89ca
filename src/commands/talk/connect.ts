import type { App, FlagValues, Server, Settings } from '../../app.ts';

/** The flags that say which server is asked. */
export interface ServerFlags {
  readonly demo: boolean;
  readonly insecureHttp: boolean;
  readonly settings: FlagValues;
  /** The server among `settings` was picked just now, not named with `--base-url`. */
  readonly isPicked?: boolean;
  /** A key for the server in use that was typed just now, and is kept nowhere; no flag, on purpose. */
  readonly typedKey?: string;
}

/** A conversation that is to go on, as the server rule wants to know it. */
export interface Continued {
  readonly baseUrl: string;
  /** How messages call it: `conversation "trip"`. */
  readonly label: string;
}

/**
 * Asks the rule which server may be asked with which key, and the user where only the user can say. Throws the
 * rule's error when the answer is none, or `signal` aborts the question, and the signal's reason when that ends the wait for another
 * process that writes.
 */
export async function connect(
  app: App,
  settings: Settings,
  flags: ServerFlags,
  { conversation, signal }: { readonly conversation?: Continued; readonly signal?: AbortSignal },
): Promise<Server> {
  const facts = {
    demo: flags.demo,
    insecureHttp: flags.insecureHttp,
    ...(conversation ? { conversation } : {}),
    ...(flags.isPicked ? { isPicked: true } : {}),
    ...(flags.typedKey === undefined ? {} : { typedKey: flags.typedKey }),
  };
  const decision = settings.server(facts);
  if (decision.allowed) return decision;
  const { stdin, stderr } = app.runtime;
  if (!decision.needsTrust || !stdin.isTTY || !stderr.isTTY) throw decision.error;
  const { prompterOf } = await import('../shared/prompter-of.ts');
  const { folder, server } = decision.needsTrust;
  const { sanitizeLine } = await import('../../terminal/sanitize.ts');
  const prompter = await prompterOf(app, signal);
  const question = `${sanitizeLine(folder)}/.env names the server ${sanitizeLine(server)}. Talk to it, now and from this folder in future?`;
  if (!(await prompter.confirm(question))) throw decision.error;
  await settings.trust(signal);
  const again = settings.server(facts);
  if (!again.allowed) throw again.error;
  return again;
}
