import { CliError } from '../errors.ts';
import { collect } from './collect.ts';
import { Deadline } from './deadline.ts';
import type { Endpoint } from './endpoint.ts';
import { checkBaseUrl } from './explain.ts';
import { explainBreak } from './explain-break.ts';
import { ServerFailure } from './failures.ts';
import { quote } from './foreign-text.ts';
import { isObject, parseJson, words } from './json.ts';
import { open } from './open.ts';

const LARGEST_LIST = 16 * 1024 * 1024;

/**
 * The ids of the models that the server offers, in its order. Asks once. Throws a `CliError`, or the reason of
 * `signal` when that aborts. A key is refused (`auth`) by a 401 alone: one that may not list models may ask them.
 */
export async function listModels(endpoint: Endpoint, signal: AbortSignal): Promise<string[]> {
  try {
    return readList(await askForModels(endpoint, signal), endpoint);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw listRefusal(error, endpoint) ?? explained(error, endpoint);
  }
}

/** What was found where a server may be: the ids of its models, or that it does not tell them without a key. */
export type Probed = { readonly models: readonly string[] } | 'wants a key';

/**
 * Asks a server that is only guessed to be there; undefined where nothing answers before `signal` aborts, or something
 * else than a server that speaks OpenAI's protocol.
 */
export async function probeModels(endpoint: Endpoint, signal: AbortSignal): Promise<Probed | undefined> {
  try {
    const models = readStrictly(await askForModels(endpoint, signal));
    return models && { models };
  } catch (error) {
    // Any web server may say 401, but not in these words.
    if (error instanceof ServerFailure && error.status === 401 && error.detail.structured)
      return 'wants a key';
    if (signal.aborted || explained(error, endpoint) instanceof CliError) return undefined;
    throw error;
  }
}

/** The body of the answer. Throws what happened on the wire. */
async function askForModels(endpoint: Endpoint, signal: AbortSignal): Promise<string> {
  const deadline = new Deadline(endpoint.clock, endpoint.timeoutMs, signal);
  try {
    const reply = await open(
      { method: 'GET', path: '/models', accept: 'application/json' },
      endpoint,
      deadline.signal,
    );
    const { bytes, error } = await collect(reply.body, LARGEST_LIST);
    if (error !== undefined) throw error;
    return bytes.toString();
  } finally {
    deadline.close();
  }
}

function explained(error: unknown, endpoint: Endpoint): unknown {
  return explainBreak(error, false, { endpoint, path: '/models', model: null });
}

/** Such as OpenAI's answer to a key that was given no leave to list models. */
function listRefusal(error: unknown, { apiKey, redact }: Endpoint): CliError | undefined {
  if (!(error instanceof ServerFailure) || error.status !== 403 || apiKey === null) return undefined;
  const what = 'the server does not let this key list its models (403)';
  return new CliError('request', quoting(what, quote(error.detail.message, redact)), {
    hint: 'the key may still be good for questions',
  });
}

/** What happened, and what the server said of it, if it said anything. */
function quoting(what: string, said: string): string {
  return said === '' ? what : `${what}: ${said}`;
}

/** OpenAI's own form alone. Ollama without a model says `null` for none. */
function readStrictly(body: string): string[] | undefined {
  const json = parseJson(body);
  if (!isObject(json)) return undefined;
  if (json.data === null && json.object === 'list') return [];
  if (!Array.isArray(json.data)) return undefined;
  const ids = json.data.map((model) => (isObject(model) ? words(model.id) : undefined));
  return ids.every((id) => id !== undefined) ? ids : undefined;
}

/** OpenAI's `{data: [{id}]}`; some servers send the array alone, or `{models: [{name}]}`. */
function readList(body: string, { redact, baseUrl }: Endpoint): string[] {
  const json = parseJson(body);
  const list = isObject(json) ? (json.data ?? json.models) : json;
  if (!Array.isArray(list)) {
    throw new CliError('request', quoting('the server sent no list of models', quote(body, redact)), {
      hint: checkBaseUrl(baseUrl),
    });
  }
  return list
    .map((model) => (isObject(model) ? (words(model.id) ?? words(model.name)) : words(model)))
    .filter((id) => id !== undefined);
}
