import type { Checked } from './checks.ts';

/** The server inside the process, which `--demo` talks to: a server of its own. */
export const DEMO = 'demo';

/** What no base URL can be read from. Never the server in use. */
const UNKNOWN = 'unknown';

/**
 * A base URL as requests need it: no slash at the end, no `/chat/completions`, the host as the WHATWG URL standard
 * writes it (lower case, IDNA as Punycode). What is refused is refused without being repeated: there may be a password in it.
 */
export function checkBaseUrl(text: string): Checked<string> {
  const trimmed = text.trim();
  if (!/^https?:\/\//i.test(trimmed)) return { mustBe: 'an address that begins with http:// or https://' };
  // URL drops control characters and turns backslashes round in silence: what is shown would not be what is called.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
  if (/[\s\\\u0000-\u001f\u007f-\u009f]/.test(trimmed)) {
    return { mustBe: 'an address without spaces, backslashes and control characters' };
  }
  const authority = /^[^/]*\/\/([^/?#]*)/.exec(trimmed)?.[1] ?? '';
  if (authority.includes('@')) return { mustBe: 'an address without a user name or password' };
  if (/[?#]/.test(trimmed)) return { mustBe: 'an address without a query (?…) or a fragment (#…)' };
  const url = parse(trimmed);
  // An empty authority is refused because URL would take the next part of the path for one.
  if (authority === '' || url === undefined) return { mustBe: 'an address with a host that can exist' };
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  return { value: url.origin + path.replace(/\/+$/, '') };
}

/**
 * Which server a base URL (or `demo`) leads to: scheme, host and port, such as `https://api.openai.com`. All
 * loopback hosts count as one, `localhost`. Gives `unknown` for what is no base URL.
 */
export function serverOf(baseUrl: string): string {
  if (baseUrl === DEMO) return DEMO;
  const url = parse(baseUrl);
  if (url === undefined) return UNKNOWN;
  const host = isLoopbackHost(url.hostname) ? 'localhost' : url.hostname;
  // URL leaves out the port that its scheme implies.
  return `${url.protocol}//${host}${url.port && `:${url.port}`}`;
}

/** Whether a URL leads to this very machine, by its loopback network. */
export function isLoopback(url: string): boolean {
  const host = parse(url)?.hostname;
  return host !== undefined && isLoopbackHost(host);
}

/** `hostname` as URL gives it: lower case, IPv4 in four decimals, IPv6 in brackets and compressed. */
function isLoopbackHost(hostname: string): boolean {
  return (
    /^localhost\.?$/.test(hostname) ||
    /^127(\.\d+){3}$/.test(hostname) ||
    hostname === '[::1]' ||
    // IPv4-mapped (RFC 4291, section 2.5.5.2): 127.0.0.0/8 is 7f00 to 7fff in the last but one group.
    /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/.test(hostname)
  );
}

/** Not by URL.canParse: from the call on at which V8 optimizes it, Node 20 and 22 deny what has letters such as ü in its host. */
function parse(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_INVALID_URL') throw error;
    return undefined;
  }
}
