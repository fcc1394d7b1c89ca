import { realpathSync } from 'node:fs';
import { CliError } from '../errors.ts';
import { DEMO, serverOf } from './base-url.ts';
import { storedKey, trustedEnvFiles } from './config-changes.ts';
import { type Layers, resolve } from './layers.ts';
import { decideServer, type ServerDecision, type ServerKeys } from './server-rule.ts';

/** What a request is about, for the rule that keys, conversations and prompts belong to a server. */
export interface ServerOptions {
  /** The server inside the process. */
  readonly demo?: boolean;
  /** The conversation that goes on; `label` names it in messages, such as `conversation “trip”`. */
  readonly conversation?: { readonly baseUrl: string; readonly label: string };
  readonly insecureHttp?: boolean;
  /** The server in use was picked just now, not named with `--base-url`. */
  readonly isPicked?: boolean;
  /** A key that was typed just now for the server in use. */
  readonly typedKey?: string;
}

/** Asks the rule about the server in use. Throws `usage` when the base URL, or the config file, is refused. */
export function mayAsk(layers: Layers, cwd: string, options: ServerOptions): ServerDecision {
  const { demo = false, conversation, insecureHttp = false, isPicked, typedKey } = options;
  if (demo && layers.flags.baseUrl !== undefined) {
    throw new CliError('usage', '`--demo` and `--base-url` each name a server', {
      hint: 'leave one of them out',
    });
  }
  const { value: baseUrl, source } = demo
    ? ({ value: DEMO, source: DEMO } as const)
    : resolve('baseUrl', layers);
  const path = source === '.env' ? realpathSync(cwd) : cwd;
  return decideServer({
    target: { baseUrl, source },
    keys: demo ? {} : keysOf(layers),
    folder: { path, trusted: source === '.env' && isTrusted(layers, path, serverOf(baseUrl)) },
    typedKey,
    isPicked,
    conversation,
    insecureHttp,
  });
}

/** The keys that there are, and whose they are. */
export function keysOf({ env, dotenv, file }: Layers): ServerKeys {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: baseUrl } = dotenv;
  return {
    environment: env.OPENAI_API_KEY,
    dotenv: key ? { key, server: baseUrl && serverOf(baseUrl) } : undefined,
    file: storedKey(file()),
  };
}

function isTrusted({ file }: Layers, folder: string, server: string): boolean {
  return trustedEnvFiles(file()).some(
    (entry) => entry.folder === folder && serverOf(entry.server) === server,
  );
}
