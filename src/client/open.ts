import { collect } from './collect.ts';
import { decodeBody } from './decode-body.ts';
import type { Endpoint } from './endpoint.ts';
import { readErrorBody } from './error-body.ts';
import { ServerFailure } from './failures.ts';
import { quote } from './foreign-text.ts';
import { createHeaders } from './headers.ts';
import { redirectTarget } from './redirect.ts';
import { readRetryAfter } from './retry.ts';
import { type HttpRequest, type HttpResponse, send } from './transport.ts';

/** What to ask a server for. */
export interface Question {
  readonly method: 'GET' | 'POST';
  /** Behind the base URL. */
  readonly path: '/chat/completions' | '/models';
  readonly accept: string;
  /** Sent as JSON. */
  readonly body?: object;
}

/** A server's consent to answer. */
export interface Reply {
  readonly contentType: string;
  /** Decoded; can be read once. */
  readonly body: AsyncIterable<Buffer>;
  /** Gives the connection up. */
  close(): void;
}

/** An error is told in the first words of its body, or not at all: the status says enough. */
const LONGEST_ERROR_BODY = 64 * 1024;
const ERROR_BODY_PATIENCE_MS = 5_000;

/** Asks once; redirects within the server are followed. Throws {@link ServerFailure}, and what {@link send} throws. */
export async function open(question: Question, endpoint: Endpoint, signal: AbortSignal): Promise<Reply> {
  let url = new URL(`${endpoint.baseUrl}${question.path}`);
  for (let redirects = 0; ; redirects += 1) {
    const request = createRequest(question, url, endpoint);
    tell(endpoint, `> ${request.method} ${url.href} (${request.body?.length ?? 0} bytes)`, request.headers);
    const response = await send(request, endpoint, signal);
    tell(endpoint, `< ${response.status}`, response.headers);
    if (response.status >= 200 && response.status < 300) return toReply(response);
    if (response.status >= 400) throw await readFailure(response, endpoint);
    response.body.close();
    url = redirectTarget(response, url, redirects, endpoint.redact);
  }
}

function createRequest(question: Question, url: URL, endpoint: Endpoint): HttpRequest {
  const { method, accept } = question;
  const headers = { ...createHeaders(url, endpoint), accept };
  if (question.body === undefined) return { method, url, headers };
  const body = Buffer.from(JSON.stringify(question.body));
  return {
    method,
    url,
    headers: { ...headers, 'content-type': 'application/json', 'content-length': String(body.length) },
    body,
  };
}

function toReply({ headers, body }: HttpResponse): Reply {
  return {
    contentType: headers['content-type'] ?? '',
    body: decodeBody(body, headers['content-encoding']),
    close: () => body.close(),
  };
}

async function readFailure(response: HttpResponse, endpoint: Endpoint): Promise<ServerFailure> {
  const cancel = endpoint.clock.after(ERROR_BODY_PATIENCE_MS, () => response.body.close());
  const { bytes } = await collect(toReply(response).body, LONGEST_ERROR_BODY);
  cancel();
  const retryAfterMs = readRetryAfter(response.headers, endpoint.clock.now());
  return new ServerFailure(response.status, readErrorBody(bytes.toString()), retryAfterMs);
}

/** Headers that hold secrets; a proxy's password never comes here. */
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'set-cookie']);

function tell(endpoint: Endpoint, line: string, headers: Readonly<Record<string, unknown>>): void {
  if (endpoint.debug === undefined) return;
  const shown = Object.entries(headers)
    .filter(([name]) => !SECRET_HEADERS.has(name))
    .map(([name, value]) => `${name}: ${value}`);
  for (const each of [line, ...shown]) endpoint.debug(quote(each, endpoint.redact));
}
