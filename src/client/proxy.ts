import type { RequestOptions } from 'node:http';
import { CliError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

/** A proxy as the environment names it. */
export interface ProxyServer {
  readonly secure: boolean;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`, or null when the address has no user name. */
  readonly authorization: string | null;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * The proxy that a request to `url` goes through, or null: `HTTPS_PROXY` for https, `HTTP_PROXY` for http, unless
 * `NO_PROXY` lists the host; lower-case names go first, as with curl. Loopback is never asked through a proxy. Throws
 * `usage` when the proxy's address is of no use.
 */
export function proxyFor(
  url: URL,
  { env, useProxy }: Pick<Endpoint, 'env' | 'useProxy'>,
): ProxyServer | null {
  if (useProxy === false || isLoopback(hostOf(url))) return null;
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const address = (env[name.toLowerCase()] || env[name])?.trim();
  if (!address || isExempt(url, env.no_proxy || env.NO_PROXY || '')) return null;
  return parseProxy(address, name);
}

/** An address without a scheme is an http proxy's. */
function parseProxy(address: string, name: string): ProxyServer {
  const absolute = /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const url = URL.canParse(absolute) ? new URL(absolute) : undefined;
  const defaultPort = DEFAULT_PORTS[url?.protocol ?? ''];
  if (url === undefined || url.hostname === '' || defaultPort === undefined) {
    const scheme =
      url === undefined || url.hostname === ''
        ? 'is no address'
        : `is a ${url.protocol}// proxy, which ai-chat can't use`;
    throw new CliError('usage', `the proxy in ${name} ${scheme}`, {
      hint: `set ${name} to http://HOST:PORT, or unset it, or list the server in NO_PROXY`,
    });
  }
  const user = url.username === '' ? null : `${decode(url.username)}:${decode(url.password)}`;
  return {
    secure: url.protocol === 'https:',
    host: hostOf(url),
    port: url.port === '' ? defaultPort : Number(url.port),
    authorization: user === null ? null : `Basic ${Buffer.from(user).toString('base64')}`,
  };
}

/** A stray `%` in a password stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Where to connect and what to ask for, when a proxy is asked for `target`: a whole URL, or `host:port` with CONNECT. */
export function throughProxy(proxy: ProxyServer, target: string): RequestOptions {
  return {
    host: proxy.host,
    port: proxy.port,
    path: target,
    headers: proxy.authorization === null ? {} : { 'proxy-authorization': proxy.authorization },
  };
}

/** A URL's host without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** A URL's port, also where it is its scheme's own and so not written. */
export function portOf(url: URL): number {
  return url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? 0) : Number(url.port);
}

/** Whether a host, without brackets, is this very machine. */
export function isLoopback(host: string): boolean {
  return /^(?:.*\.)?localhost\.?$|^127(?:\.\d+){3}$|^::1$|^::ffff:7f[\da-f]{2}:/i.test(host);
}

/** `*`, or a list of `host`, `.suffix`, `*.suffix` and `host:port`, divided by commas or spaces. A name covers its subdomains. */
function isExempt(url: URL, list: string): boolean {
  const host = hostOf(url).toLowerCase().replace(/\.$/, '');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const isIpv6 = /:.*:/.test(entry) && !entry.startsWith('[');
      const port = isIpv6 ? undefined : /:(\d+)$/.exec(entry)?.[1];
      if (port !== undefined && Number(port) !== portOf(url)) return false;
      const name = port === undefined ? entry : entry.slice(0, -port.length - 1);
      const domain = name.replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
      return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
    });
}
