import { APIConnectionTimeoutError } from 'openai/core/error';
import { CliError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { explainConnection } from './explain-connection.ts';
import { FAILURE_KINDS, type Failure, failureOf } from './failure-kind.ts';
import { ConnectionFailure, ServerFailure } from './failures.ts';
import { quote } from './foreign-text.ts';
import type { Question } from './open.ts';
import { LONGEST_OBEYED_WAIT_MS } from './retry.ts';

/** The hint under what another try may mend. */
export const TRY_AGAIN = 'try again';

/** What was asked for, as far as a message needs it. */
export interface Asked {
  readonly endpoint: Endpoint;
  readonly path: Question['path'];
  /** Null where no model was asked. */
  readonly model: string | null;
}

/** Turns a failure of the wire into what the user reads. What is no such failure comes back as it is: a bug of ours. */
export function explain(error: unknown, asked: Asked): unknown {
  if (error instanceof ServerFailure) return explainServer(error, asked);
  if (error instanceof ConnectionFailure) return explainConnection(error, asked.endpoint);
  if (error instanceof APIConnectionTimeoutError) return explainTimeout(asked.endpoint);
  return error;
}

function explainTimeout({ baseUrl, timeoutMs }: Endpoint): CliError {
  return new CliError('network', `no answer from ${new URL(baseUrl).host} within ${timeoutMs / 1000} s`, {
    hint: 'try again, or wait longer with `--timeout SECONDS`',
  });
}

function explainServer(error: ServerFailure, asked: Asked): CliError {
  const { status, detail, retryAfterMs } = error;
  const failure = failureOf(status, detail, asked.model);
  const words = quote(detail.message, asked.endpoint.redact);
  // Some say the status, too: `502 Bad Gateway`.
  const said =
    status !== undefined && words.startsWith(`${status} `) ? words.slice(`${status} `.length) : words;
  const isLongWait = retryAfterMs !== null && retryAfterMs > LONGEST_OBEYED_WAIT_MS;
  const { what, hint, chatHint } = DESCRIPTIONS[failure](asked, isLongWait ? whenToTry(retryAfterMs) : null);
  const patience = isLongWait ? `; the server asks to wait ${formatWait(retryAfterMs)}` : '';
  const message = `${what}${status === undefined ? '' : ` (${status})`}${said === '' ? '' : `: ${said}`}${patience}`;
  return new CliError(FAILURE_KINDS[failure], message, { hint, chatHint });
}

/** `when` is what the server said of when to try again, if that is not soon. */
type Describe = (asked: Asked, when: string | null) => { what: string; hint: string; chatHint?: string };

const DESCRIPTIONS: Record<Failure, Describe> = {
  'key refused': ({ endpoint: { apiKey, keySource } }) =>
    apiKey === null
      ? {
          what: 'the server asks for an API key, and none was sent',
          hint: 'set OPENAI_API_KEY, or type `ai-chat config set apiKey`',
          chatHint: 'leave with Ctrl-D, then set OPENAI_API_KEY, or type `ai-chat config set apiKey`',
        }
      : {
          what: `the server refused the API key from ${keySource ?? 'the settings'}`,
          hint: 'check the key (OPENAI_API_KEY goes before a stored one), or type `ai-chat config set apiKey`',
          chatHint:
            'leave with Ctrl-D, then check the key (OPENAI_API_KEY goes before a stored one), or type `ai-chat config set apiKey`',
        },
  'unknown model': ({ endpoint, model }) => ({
    what: `the server has no model "${quote(model ?? '', endpoint.redact)}"`,
    hint: `choose another with \`--model NAME\`, or for good with \`ai-chat config set model NAME\` (base URL: ${endpoint.baseUrl})`,
    chatHint: '/model chooses one that it has, then /retry asks again',
  }),
  'not found': ({ endpoint: { baseUrl }, path }) => ({
    what: `the server has nothing at ${new URL(baseUrl + path).pathname}`,
    hint: checkBaseUrl(baseUrl),
  }),
  'context too long': ({ endpoint, model }) => ({
    what: `the conversation is too long for ${model === null ? 'the model' : quote(model, endpoint.redact)}`,
    hint: 'nothing is lost: choose a model with a longer context with `--model NAME`, or begin anew, without -s and -c',
    chatHint:
      'nothing is lost: /undo takes the question back, /new begins anew, /model chooses a model with a longer context',
  }),
  'request too large': () => ({
    what: 'the request is too large for the server',
    hint: 'nothing is lost: send less (a smaller file or input), or begin anew, without -s and -c',
    chatHint: 'nothing is lost: /undo takes the question back, so that you can send less; /new begins anew',
  }),
  'quota used up': () => ({
    what: 'the quota or credit of this key is used up',
    hint: "check plan and billing with the server's provider, or use another key",
  }),
  'rate limit': (_, when) => ({
    what: 'rate limit reached',
    hint: when === null ? 'wait a little, then try again' : `try again ${when}`,
  }),
  'server trouble': (_, when) => ({
    what: 'the server failed',
    hint: `the fault is on its side: try again ${when ?? 'in a moment'}`,
  }),
  refused: () => ({
    what: 'the server refused the request',
    hint: 'check the model and the settings that go with the request: `ai-chat config list`',
  }),
  unknown: () => ({ what: 'the server broke off with an error', hint: 'try again in a moment' }),
};

const DAY_S = 86_400;

/** `90 s`, and behind more than two minutes the same in a larger unit; a number beyond a day helps nobody. */
function formatWait(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds > DAY_S) return 'longer than a day';
  const rough = roughly(seconds);
  return `${seconds} s${rough === `${seconds} s` ? '' : ` (${rough})`}`;
}

function whenToTry(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds > DAY_S ? 'another day' : `in ${roughly(seconds)}`;
}

function roughly(seconds: number): string {
  if (seconds <= 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

/** Most servers' base URLs end in a version. */
export function checkBaseUrl(baseUrl: string): string {
  return `check the base URL: ${baseUrl}${/\/v\d+[^/]*$/.test(baseUrl) ? '' : ' (should it end in /v1?)'}`;
}
