import { withoutMarkup } from './markup.ts';

/** How much of a server's own words is shown, in characters. */
const SHOWN = 300;

/** How much of them is looked at: white space and markup may come before. In UTF-16 code units. */
const READ = 64 * 1024;

/** What a terminal would act on rather than show: controls, bidirectional controls, tag characters, lone surrogates. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

/** OpenAI's form of a key, masked by the server (`sk-abc***xyz`) or not. */
const KEY_LIKE = /\bsk-[\w*.…-]{4,}/g;

/** Below this length a key is no secret, and hiding it would only garble the text. */
const SHORTEST_SECRET = 4;

/**
 * Makes a server's words fit for a message: one line, at most 300 characters, no markup, nothing a terminal acts on,
 * and never the API key, which servers like to repeat.
 */
export function quote(text: string, apiKey: string | null): string {
  const plain = withoutMarkup(withoutKey(text.slice(0, READ), apiKey));
  const line = withoutKey(plain.replace(/\s+/g, ' ').replace(UNSHOWABLE, '\uFFFD').trim(), apiKey);
  const characters = Array.from(line.slice(0, SHOWN * 2 + 2));
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN - 1).join('')}…` : line;
}

/** `text` with `[key]` wherever the API key, or something that looks like one, stands. */
export function withoutKey(text: string, apiKey: string | null): string {
  const hidden =
    apiKey !== null && apiKey.length >= SHORTEST_SECRET ? text.replaceAll(apiKey, '[key]') : text;
  return hidden.replace(KEY_LIKE, '[key]');
}
