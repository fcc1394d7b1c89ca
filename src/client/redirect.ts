import { CliError } from '../errors.ts';
import type { Redact } from './endpoint.ts';
import { quote } from './foreign-text.ts';
import { hostOf, isLoopback, portOf } from './proxy.ts';

const MOST_REDIRECTS = 3;

/** The answer's headers that matter here. */
interface Redirect {
  readonly status: number;
  readonly headers: { readonly location?: string | undefined };
}

/**
 * Where to ask again after a redirect from `url`. Only 307 and 308 keep the method, and only the same server may get the
 * key and the prompt: anything else throws `request`.
 *
 * @param followed how many redirects led to `url`
 */
export function redirectTarget(
  { status, headers }: Redirect,
  url: URL,
  followed: number,
  redact: Redact,
): URL {
  const location = headers.location ?? '';
  if (location === '' || !URL.canParse(location, url.href)) {
    throw new CliError('request', `the server sent status ${status}, which is no answer`, {
      hint: `check the base URL: ${url.origin}`,
    });
  }
  const target = new URL(location, url);
  const shown = quote(`${target.protocol}//${target.host}`, redact);
  if (!isSameServer(target, url)) {
    throw new CliError(
      'request',
      `the server redirects to another one, ${shown} (${status}); nothing was sent there`,
      {
        hint: 'if that is where you want to ask, give its address as the base URL: `--base-url URL`',
      },
    );
  }
  if (status !== 307 && status !== 308) {
    throw new CliError(
      'request',
      `the server redirects to ${quote(shown + target.pathname, redact)} (${status})`,
      {
        hint: 'give the address behind the redirect as the base URL: `--base-url URL`',
      },
    );
  }
  if (followed >= MOST_REDIRECTS) {
    throw new CliError('request', `the server redirects more than ${MOST_REDIRECTS} times (${status})`, {
      hint: `check the base URL: ${url.origin}`,
    });
  }
  return target;
}

/** The same scheme, host and port; all names of this machine's loopback network are one host. */
function isSameServer(one: URL, other: URL): boolean {
  if (one.protocol !== other.protocol || portOf(one) !== portOf(other)) return false;
  return one.hostname === other.hostname || (isLoopback(hostOf(one)) && isLoopback(hostOf(other)));
}
