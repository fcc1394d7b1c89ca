/** What a body is: server-sent events, one JSON document, or something else, such as a web page. */
export type BodyKind = 'events' | 'json' | 'other';

const BYTE_ORDER_MARK = /^\uFEFF/;
/** Ways in which an event stream begins: a comment, or a field (WHATWG HTML, section 9.2.5). */
const FIRST_FIELD = /^(?::|(?:data|event|id|retry)[:\r\n])/;
/** By then a field's name would have ended. */
const ENOUGH = 'event:'.length;

/**
 * Tells from its beginning what a body is, since servers send event streams as `text/plain` and errors as
 * `text/event-stream`. Undefined when more of the body is needed; `isWhole` says that there is no more.
 */
export function sniff(beginning: string, contentType: string, isWhole: boolean): BodyKind | undefined {
  const start = beginning.replace(BYTE_ORDER_MARK, '').trimStart();
  if (start.startsWith('{') || start.startsWith('[')) return 'json';
  if (start.startsWith('<')) return 'other';
  if (start !== '' && /^text\/event-stream\b/i.test(contentType)) return 'events';
  if (FIRST_FIELD.test(start)) return 'events';
  if (start.length >= ENOUGH) return 'other';
  return isWhole ? 'other' : undefined;
}
