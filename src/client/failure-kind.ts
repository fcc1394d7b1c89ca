import type { ErrorKind } from '../errors.ts';
import type { ServerError } from './error-body.ts';

/** What a failure is, finer than its exit code: decides what the user is told. */
export type Failure =
  | 'key refused'
  | 'unknown model'
  | 'not found'
  | 'context too long'
  | 'request too large'
  | 'quota used up'
  | 'rate limit'
  | 'server trouble'
  | 'refused'
  | 'unknown';

/** Decides the exit code. */
export const FAILURE_KINDS: Record<Failure, ErrorKind> = {
  'key refused': 'auth',
  'unknown model': 'request',
  'not found': 'request',
  'context too long': 'request',
  'request too large': 'request',
  'quota used up': 'rate-limit',
  'rate limit': 'rate-limit',
  'server trouble': 'network',
  refused: 'request',
  unknown: 'incomplete',
};

/** The words by which servers name their errors in `code` and `type`: OpenAI, Azure, Anthropic, llama.cpp, OpenRouter, vLLM. */
const NAMES = new Map<string, Failure>([
  ['insufficient_quota', 'quota used up'],
  ['billing_hard_limit_reached', 'quota used up'],
  ['billing_not_active', 'quota used up'],
  ['insufficient_balance', 'quota used up'],
  ['context_length_exceeded', 'context too long'],
  ['exceed_context_size_error', 'context too long'],
  ['string_above_max_length', 'context too long'],
  ['model_max_prompt_tokens_exceeded', 'context too long'],
  ['tokens_limit_reached', 'context too long'],
  ['request_too_large', 'request too large'],
  ['model_not_found', 'unknown model'],
  ['invalid_model', 'unknown model'],
  ['deploymentnotfound', 'unknown model'],
  ['invalid_api_key', 'key refused'],
  ['authentication_error', 'key refused'],
  ['permission_error', 'key refused'],
  ['permission_denied', 'key refused'],
  ['unauthorized', 'key refused'],
  ['rate_limit_exceeded', 'rate limit'],
  ['rate_limit_error', 'rate limit'],
  ['too_many_requests', 'rate limit'],
  ['server_error', 'server trouble'],
  ['api_error', 'server trouble'],
  ['internal_error', 'server trouble'],
  ['internal_server_error', 'server trouble'],
  ['internalservererror', 'server trouble'],
  ['overloaded_error', 'server trouble'],
  ['engine_overloaded', 'server trouble'],
  ['service_unavailable', 'server trouble'],
  ['unavailable_error', 'server trouble'],
  ['timeout_error', 'server trouble'],
  ['invalid_request_error', 'refused'],
  ['badrequesterror', 'refused'],
  ['not_found_error', 'refused'],
]);

/** Said by servers that have no code of their own for it. */
const CONTEXT_WORDS =
  /context (?:length|size|window|limit)|too many tokens|(?:prompt|input) is too (?:long|large)|number of tokens allowed|reduce the length|`inputs` (?:tokens|must have less)|maximum (?:model|prompt) length|payload size exceeds|model token limit|range of input length/i;
const CONTEXT_STATUSES = new Set([400, 413, 422]);

/**
 * Tells what failed. The error's own code comes first, then the HTTP status (in the middle of an answer: a number in
 * `code` or `status`), then its type.
 */
export function failureOf(status: number | undefined, error: ServerError, model: string | null): Failure {
  const named = nameOf(error.code) ?? nameOf(error.type);
  if (named === 'quota used up' || named === 'context too long') return named;
  const byStatus = failureOfStatus(status ?? statusIn(error.code), error, model);
  if (byStatus === 'refused' && named !== undefined && named !== 'server trouble') return named;
  if (byStatus !== undefined || named !== undefined) return byStatus ?? named ?? 'unknown';
  return CONTEXT_WORDS.test(error.message) ? 'context too long' : 'unknown';
}

function failureOfStatus(
  status: number | null,
  error: ServerError,
  model: string | null,
): Failure | undefined {
  if (status === null) return undefined;
  if (status === 401 || status === 403) return 'key refused';
  if (status === 402) return 'quota used up';
  if (status === 429) return 'rate limit';
  if (status === 408 || status >= 500) return 'server trouble';
  if (status === 404) return isAboutModel(error, model) ? 'unknown model' : 'not found';
  if (CONTEXT_STATUSES.has(status) && CONTEXT_WORDS.test(error.message)) return 'context too long';
  if (status === 413) return 'request too large';
  if (status === 400 && model !== null && error.param === 'model') return 'unknown model';
  return 'refused';
}

/** Servers say 404 of a model and of an address alike, in the same form. */
function isAboutModel({ code, param, message, structured }: ServerError, model: string | null): boolean {
  if (model === null) return false;
  const isNamed = nameOf(code) === 'unknown model' || param === 'model' || message.includes(model);
  return isNamed || (structured && /\bmodel\b/i.test(message));
}

/** An HTTP status that stands in an error's code. */
function statusIn(code: string | null): number | null {
  return code !== null && /^[45]\d\d$/.test(code) ? Number(code) : null;
}

function nameOf(label: string | null): Failure | undefined {
  return label === null ? undefined : NAMES.get(label.toLowerCase());
}
