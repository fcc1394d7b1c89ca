import { APIConnectionTimeoutError, APIError } from 'openai/core/error';
import { CliError } from '../errors.ts';
import { NotJsonError } from './answer.ts';
import { UnknownEncodingError } from './decode-body.ts';
import type { Endpoint } from './endpoint.ts';
import { type Asked, checkBaseUrl, explain, TRY_AGAIN } from './explain.ts';
import { quote } from './foreign-text.ts';
import { isPage } from './markup.ts';
import { EventTooLargeError } from './sse.ts';

/** Thrown when the body ended though the answer had not. */
export class EndedEarlyError extends Error {}

/**
 * Says why an answer broke off, or never began though the server had consented. What is no fault of the wire comes
 * back as it is: a bug of ours.
 */
export function explainBreak(error: unknown, hasBegun: boolean, asked: Asked): unknown {
  const what = describe(error, hasBegun, asked.endpoint);
  return what === undefined ? explain(error, asked) : new CliError('incomplete', what, { hint: TRY_AGAIN });
}

function describe(error: unknown, hasBegun: boolean, { redact, timeoutMs }: Endpoint): string | undefined {
  const when = hasBegun ? 'in the middle of the answer' : 'before any text came';
  if (error instanceof EndedEarlyError) return `the server ended the stream ${when}`;
  if (error instanceof NotJsonError)
    return `the server sent an event that is not JSON: ${quote(error.data, redact)}`;
  if (error instanceof EventTooLargeError)
    return `the server sent an event of more than ${error.limit / 2 ** 20} MiB`;
  if (error instanceof UnknownEncodingError)
    return `the server sent the answer in an unknown encoding: ${quote(error.encoding, redact)}`;
  if (error instanceof APIConnectionTimeoutError) {
    return hasBegun ? `the server fell silent ${when}: no event within ${timeoutMs / 1000} s` : undefined;
  }
  const code = systemCodeOf(error);
  if (code === undefined) return undefined;
  return code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR_')
    ? `the answer can't be decompressed (${code})`
    : `the connection broke ${when} (${code})`;
}

/** The code of an error of Node's, such as `ECONNRESET`. A server's errors carry codes too, of its own making. */
function systemCodeOf(error: unknown): string | undefined {
  const code =
    error instanceof Error && !(error instanceof APIError) && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** What to make of a body with status 200 that is no answer: most likely something else stands at the address. */
export function strayBody(body: string, { endpoint: { redact, baseUrl } }: Asked): CliError {
  const said = quote(body, redact);
  if (said === '') return new CliError('incomplete', 'the server sent an empty answer', { hint: TRY_AGAIN });
  return new CliError(
    'request',
    `the server sent ${isPage(body) ? 'a web page' : 'something'} that is no answer: ${said}`,
    {
      hint: checkBaseUrl(baseUrl),
    },
  );
}
