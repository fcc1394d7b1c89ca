import type { RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { CliError } from '../errors.ts';
import { ConnectionFailure, ServerFailure } from './failures.ts';
import { nodeHttp } from './node-http.ts';
import { hostOf, type ProxyServer, portOf, throughProxy } from './proxy.ts';

/**
 * Asks `proxy` for a tunnel to the server of `url` (CONNECT: RFC 9110, section 9.3.6), and gives what makes the TLS
 * connection inside it. Not from `https-proxy-agent`: that one hands the proxy's refusal on as if the server had
 * answered, and reads the environment by itself.
 */
export async function openTunnel(
  proxy: ProxyServer,
  url: URL,
  signal: AbortSignal,
): Promise<NonNullable<RequestOptions['createConnection']>> {
  const socket = await connect(proxy, `${url.hostname}:${portOf(url)}`, signal);
  // Until TLS takes the socket over, nobody else looks after it.
  socket.on('error', () => {});
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  const tls = await import('node:tls');
  const { isIP } = await import('node:net');
  const host = hostOf(url);
  return () =>
    tls.connect({ socket, host, ALPNProtocols: ['http/1.1'], ...(isIP(host) ? {} : { servername: host }) });
}

async function connect(proxy: ProxyServer, target: string, signal: AbortSignal): Promise<Socket> {
  const { request } = proxy.secure ? await import('node:https') : await nodeHttp();
  if (signal.aborted) throw signal.reason;
  return new Promise((resolve, reject) => {
    const options = throughProxy(proxy, target);
    const sent = request({
      ...options,
      method: 'CONNECT',
      agent: false,
      headers: { ...options.headers, host: target },
    });
    const stop = () => sent.destroy(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    sent.once('close', () => signal.removeEventListener('abort', stop));
    sent.on('error', (error) => {
      const peer = { host: proxy.host, port: proxy.port, isProxy: true };
      reject(signal.aborted ? signal.reason : new ConnectionFailure(peer, error));
    });
    sent.once('connect', (response, socket, head) => {
      const status = response.statusCode ?? 0;
      if (status < 200 || status >= 300) {
        socket.destroy();
        reject(proxyRefusal(proxy, target, status));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    sent.end();
  });
}

/** What a proxy's refusal means: another try may mend a 5xx, the rest is the user's to mend. */
export function proxyRefusal(proxy: ProxyServer, target: string, status: number): Error {
  const name = `the proxy ${proxy.host}:${proxy.port}`;
  if (status >= 500) {
    const message = `${name} could not connect to ${target}`;
    return new ServerFailure(status, { message, code: null, type: null, param: null, structured: false });
  }
  if (status !== 407) {
    return new CliError('network', `${name} refused to connect to ${target} (${status})`, {
      hint: 'check the proxy in HTTPS_PROXY, or list the server in NO_PROXY',
    });
  }
  const message =
    proxy.authorization === null
      ? `${name} asks for a user name and password (407)`
      : `${name} refused the user name and password (407)`;
  return new CliError('network', message, {
    hint: 'give them in HTTPS_PROXY or HTTP_PROXY: http://USER:PASSWORD@HOST:PORT',
  });
}
