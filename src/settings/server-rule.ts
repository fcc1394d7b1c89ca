import { CliError } from '../errors.ts';
import { DEMO, isLoopback, serverOf } from './base-url.ts';
import { checkKey } from './checks.ts';
import type { SettingSource } from './parse.ts';

/** The keys that there are, each with the server that it belongs to. */
export interface ServerKeys {
  /** Goes wherever flag, environment, config file or default lead. */
  readonly environment?: string | undefined;
  /** `server` is the one that the same `.env` names; undefined when it names none. */
  readonly dotenv?: { readonly key: string; readonly server: string | undefined } | undefined;
  /** `server` is the one that was in use when the key was set. */
  readonly file?: { readonly key: string; readonly server: string } | undefined;
}

/** All that decides whether a server may be asked, and with which key. */
export interface ServerQuestion {
  /** The base URL in use, checked, or `demo`; and what named it. */
  readonly target: { readonly baseUrl: string; readonly source: SettingSource | typeof DEMO };
  readonly keys: ServerKeys;
  /** Whether `target` was picked for a chat that begins: the word of a flag moves a conversation, this does not. */
  readonly isPicked?: boolean | undefined;
  /** A key that was typed just now for `target`, and goes before the others. */
  readonly typedKey?: string | undefined;
  /** The working directory, and whether the user has allowed its `.env` to name `target`'s server. */
  readonly folder: { readonly path: string; readonly trusted: boolean };
  /** The conversation that goes on; `label` names it in messages. */
  readonly conversation?: { readonly baseUrl: string; readonly label: string } | undefined;
  readonly insecureHttp: boolean;
}

export type ServerDecision =
  | {
      readonly allowed: true;
      /** `demo` for the server inside the process. */
      readonly baseUrl: string;
      readonly server: string;
      readonly apiKey: string | null;
      /** How messages call the place where the key came from. */
      readonly keySource: string | null;
    }
  | {
      readonly allowed: false;
      readonly error: CliError;
      /** What the user's word would allow. */
      readonly needsTrust?: { readonly folder: string; readonly server: string };
      /** Set where nothing but a key for `server` is missing. */
      readonly needsKey?: { readonly server: string };
    };

type Refusal = Extract<ServerDecision, { allowed: false }>;

/** A key that was chosen and not checked yet. */
export interface ChosenKey {
  readonly text: string;
  readonly source: Extract<SettingSource, 'environment' | '.env' | 'file'>;
}

interface TypedKey {
  readonly text: string;
  readonly source: 'typed';
}

/** How messages call the place where a key came from. */
const KEY_SOURCES = {
  environment: 'the environment (OPENAI_API_KEY)',
  '.env': '.env (OPENAI_API_KEY)',
  file: 'the config file',
  typed: 'the keyboard',
} as const;

/**
 * The rule that keys, conversations and prompts belong to a server, and go to another only when the user says so:
 * in this invocation, with `--base-url`, or before. Asked before every request. Gives the server to ask and the one
 * key that may go there, or the reason why not.
 */
export function decideServer(question: ServerQuestion): ServerDecision {
  const { baseUrl, source } = question.target;
  const server = serverOf(baseUrl);
  const refusal = conversationElsewhere(question, server) ?? untrusted(question, server);
  if (refusal) return refusal;
  if (source === DEMO) return { allowed: true, baseUrl, server, apiKey: null, keySource: null };

  const key = typedKey(question) ?? keyFor(question.keys, source, server);
  if (key) return withKey(question, server, key);
  return withoutKey(question, server);
}

/** Who types a key means the server that is named to them, and a `.env`'s is not asked for one. */
function typedKey({ typedKey: text, target }: ServerQuestion): TypedKey | undefined {
  return text === undefined || target.source === '.env' ? undefined : { text, source: 'typed' };
}

/** The key that belongs to `server`, which `source` names: the first of environment, `.env` and config file that does. */
export function keyFor(
  { environment, dotenv, file }: ServerKeys,
  source: SettingSource,
  server: string,
): ChosenKey | undefined {
  // A repository's .env could name a server that collects keys: nobody's key but its own goes there.
  const fromDotenv = source === '.env';
  if (environment?.trim() && !fromDotenv) {
    return { text: environment, source: 'environment' };
  }
  if (dotenv?.key.trim() && (dotenv.server === undefined || dotenv.server === server)) {
    return { text: dotenv.key, source: '.env' };
  }
  if (file?.key.trim() && !fromDotenv && file.server === server) {
    return { text: file.key, source: 'file' };
  }
  return undefined;
}

function conversationElsewhere(
  { conversation, target, isPicked = false }: ServerQuestion,
  server: string,
): Refusal | undefined {
  if (!conversation || (target.source === 'flag' && !isPicked)) return undefined;
  const its = serverOf(conversation.baseUrl);
  if (its === server) return undefined;
  let hint = `\`--base-url ${target.baseUrl}\` moves it to ${server}`;
  if (server === DEMO) hint = 'leave `--demo` out, or start another conversation';
  else if (its === DEMO) hint = `\`--demo\` goes on with it there; ${hint}`;
  return refuse(`${conversation.label} belongs to the server ${its}, and the one in use is ${server}`, hint);
}

function untrusted({ target, folder }: ServerQuestion, server: string): Refusal | undefined {
  if (target.source !== '.env' || folder.trusted || isLoopback(target.baseUrl)) return undefined;
  const message = `.env in ${folder.path} names the server ${server}, which you have not allowed it to`;
  const hint =
    '`ai-chat config trust` allows it, for this folder and server; `--base-url URL` chooses another';
  return { ...refuse(message, hint), needsTrust: { folder: folder.path, server } };
}

function withKey(
  { target, insecureHttp }: ServerQuestion,
  server: string,
  key: ChosenKey | TypedKey,
): ServerDecision {
  const { baseUrl } = target;
  const keySource = KEY_SOURCES[key.source];
  const checked = checkKey(key.text);
  if (!('value' in checked)) {
    return refuse(
      `the API key from ${keySource} must be ${checked.mustBe}`,
      'copy it again, without quotes, spaces or line breaks around it',
    );
  }
  if (isPlainHttp(baseUrl) && !insecureHttp) {
    return refuse(
      `the API key from ${keySource} would go to ${server} unencrypted, for everyone on the way to read`,
      'use an https:// address, or add `--insecure-http` if you trust the network',
    );
  }
  return { allowed: true, baseUrl, server, apiKey: checked.value, keySource };
}

function withoutKey({ target, keys }: ServerQuestion, server: string): ServerDecision {
  const { baseUrl, source } = target;
  const asked: ServerDecision = { allowed: true, baseUrl, server, apiKey: null, keySource: null };
  // The key of whoever uses a .env's server is that .env's affair; a server on this machine needs none.
  if (source === '.env' || isLoopback(baseUrl)) return asked;
  const set = `\`ai-chat config set apiKey${source === 'flag' ? ` --base-url ${baseUrl}` : ''}\``;
  if (keys.file?.key.trim()) {
    return refuse(
      `the API key in the config file is for ${keys.file.server}, and is not sent to ${server}`,
      `${set} stores one for this server instead, OPENAI_API_KEY gives one for now`,
    );
  }
  // No key could go there without being asked for anyway.
  if (isPlainHttp(baseUrl)) return asked;
  const skipped = keys.dotenv?.key.trim() ? ` (the one in .env is for ${keys.dotenv.server})` : '';
  const refusal = refuse(
    `no API key for ${server}${skipped}`,
    `${set} stores one, OPENAI_API_KEY gives one for now; \`--demo\` needs none, nor does a local server, which \`ai-chat chat\` finds`,
  );
  return { ...refusal, needsKey: { server } };
}

/** Whether what is sent can be read on the way: http, and not within this machine. */
function isPlainHttp(baseUrl: string): boolean {
  return baseUrl.startsWith('http:') && !isLoopback(baseUrl);
}

function refuse(message: string, hint: string): Refusal {
  return { allowed: false, error: new CliError('usage', message, { hint }) };
}
