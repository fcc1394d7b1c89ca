import { sanitizeLine } from '../sanitize.ts';

/**
 * What may be opened with a click; anything else is only shown. Not with a user name before the host: it looks like the
 * host itself, and a long one is shown in its place.
 */
const CLICKABLE = /^(?:https?:\/\/(?![^/?#]*@)|mailto:)/i;
/** Characters that a URI may hold (RFC 3986), so that nothing can end the escape sequence around it. */
const URI = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/;
const LONGEST_SHOWN = 400;
/** Terminals give up on longer ones. */
const LONGEST_CLICKABLE = 2083;

/** `href` as an OSC 8 target, or `''` when it is not one to click on. Comes percent-encoded from markdown-it. */
export function clickable(href: string): string {
  return CLICKABLE.test(href) && URI.test(href) && href.length <= LONGEST_CLICKABLE ? href : '';
}

/** `href` as it is shown beside a text. */
export function shownAddress(href: string): string {
  return sanitizeLine(href, LONGEST_SHOWN);
}

/** Whether `text` says where `href` goes, so that it need not be shown beside it. */
export function namesAddress(text: string, href: string): boolean {
  // A host in other letters may look like another one: its ASCII form is shown.
  if (/^[a-z]+:\/\/[^/]*xn--/i.test(href)) return false;
  const plain = decoded(href);
  return [href, plain].some(
    (address) =>
      text === address ||
      text === address.replace(/^(?:https?:\/\/|mailto:)/i, '').replace(/^([^/]+)\/$/, '$1'),
  );
}

function decoded(href: string): string {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}
