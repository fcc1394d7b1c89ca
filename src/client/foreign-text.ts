import type { Redact } from './endpoint.ts';
import { withoutMarkup } from './markup.ts';

/** How much of a server's own words is shown, in characters. */
const SHOWN = 300;

/** How much of them is looked at: white space and markup may come before. In UTF-16 code units. */
const READ = 64 * 1024;

/** What a terminal would act on rather than show: controls, bidirectional controls, tag characters, lone surrogates. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

/**
 * Makes a server's words fit for a message: one line, at most 300 characters, no markup, nothing a terminal acts on,
 * and never the API key, which servers like to repeat.
 */
export function quote(text: string, redact: Redact): string {
  // Before and after: markup and what is cut off may hide a part of a key, but not the rest.
  const plain = withoutMarkup(redact(text.slice(0, READ)));
  const line = redact(plain.replace(/\s+/g, ' ').replace(UNSHOWABLE, '\uFFFD').trim());
  const characters = Array.from(line.slice(0, SHOWN * 2 + 2));
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN - 1).join('')}…` : line;
}
