import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import type { TcpNetConnectOpts } from 'node:net';
import { Body } from './body.ts';
import type { Endpoint } from './endpoint.ts';
import { ConnectionFailure } from './failures.ts';
import { nodeHttp } from './node-http.ts';
import { hostOf, portOf, proxyFor, throughProxy } from './proxy.ts';

/** One HTTP request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** A response whose headers have come. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
}

/** How long to try one of a host's addresses before the next: Node's 250 ms are too few for a slow line. */
const ATTEMPT_TIMEOUT_MS = 1_000;

/**
 * Sends `request`, through a proxy where the environment names one, on a connection of its own, and resolves at the
 * response's headers. Made of `node:http` alone: global `fetch` takes 60 ms longer to load. Throws
 * {@link ConnectionFailure}, `signal`'s reason, or a `CliError` about the proxy.
 */
export async function send(
  request: HttpRequest,
  endpoint: Pick<Endpoint, 'env' | 'useProxy'>,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const { url } = request;
  const proxy = proxyFor(url, endpoint);
  const options: RequestOptions = {
    method: request.method,
    host: hostOf(url),
    port: portOf(url),
    path: `${url.pathname}${url.search}`,
    headers: { host: url.host, ...request.headers },
  };
  if (proxy === null) return exchange(url.protocol === 'https:', options, request.body, false, signal);
  if (url.protocol === 'https:') {
    const { openTunnel } = await import('./tunnel.ts');
    const createConnection = await openTunnel(proxy, url, signal);
    return exchange(true, { ...options, createConnection }, request.body, false, signal);
  }
  const forwarded = { ...options, ...throughProxy(proxy, url.href) };
  forwarded.headers = { ...forwarded.headers, host: url.host, ...request.headers };
  const response = await exchange(proxy.secure, forwarded, request.body, true, signal);
  if (response.status === 407) {
    response.body.close();
    const { proxyRefusal } = await import('./tunnel.ts');
    throw proxyRefusal(proxy, url.host, 407);
  }
  return response;
}

/** Sends to whom `options` name; `isProxy` says who that is. */
async function exchange(
  secure: boolean,
  options: RequestOptions,
  body: Buffer | undefined,
  isProxy: boolean,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const { request } = secure ? await import('node:https') : await nodeHttp();
  if (signal.aborted) throw signal.reason;
  return new Promise((resolve, reject) => {
    let received: Body | undefined;
    const connection: RequestOptions & Pick<TcpNetConnectOpts, 'autoSelectFamilyAttemptTimeout'> = {
      ...options,
      autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT_MS,
      // Without an agent to keep it, no socket outlives its request.
      ...(options.createConnection === undefined ? { agent: false } : {}),
    };
    const sent = request(connection);
    const stop = () => {
      // Before Node tells of the broken connection in its own words.
      received?.fail(signal.reason);
      sent.destroy(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    sent.once('close', () => signal.removeEventListener('abort', stop));
    sent.on('error', (error) => {
      const peer = { host: String(options.host), port: Number(options.port), isProxy };
      received?.fail(error);
      reject(signal.aborted ? signal.reason : new ConnectionFailure(peer, error));
    });
    const receive = (response: IncomingMessage) => {
      received = new Body(response);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: received });
    };
    sent.once('response', receive);
    // Status 101, which nobody asked for: without a listener, Node drops the connection and says nothing.
    sent.once('upgrade', (response, socket) => {
      socket.destroy();
      receive(response);
    });
    sent.end(body);
  });
}
