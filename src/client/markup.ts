/** What only markup has: a document type, a comment, a closing tag, an element that pages are made of. */
const MARKUP =
  /<!doctype|<!--|<\?xml|<\/[a-z][\w:-]*\s*>|<(?:html|head|body|title|meta|style|script|h[1-6]|p|div|pre|center|br|hr|table)\b[^<>]*>/i;

/** Whether `text` is a page, such as a proxy or a web server answers with. XML that names itself is none. */
export function isPage(text: string): boolean {
  return /^[\s\uFEFF]*<[!a-z]/i.test(text) && MARKUP.test(text);
}

/** `text` with what it has of markup in the words that a reader would see: a page's title, or its text. */
export function withoutMarkup(text: string): string {
  if (!MARKUP.test(text)) return text;
  const start = text.search(/<[a-z!?/]/i);
  return text.slice(0, start) + wordsOf(text.slice(start));
}

/** Each expression passes over its text once, whatever is in it. */
function wordsOf(markup: string): string {
  const page = markup.replace(/<!--[\s\S]*?(?:-->|$)/g, ' ');
  const title = /<title\b[^<>]*>([^<]*)/i.exec(page)?.[1];
  if (title !== undefined && title.trim() !== '') return decodeEntities(title);
  const body = page.replace(/<(script|style|head)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ');
  return decodeEntities(body.replace(/<[a-z!?/][^<>]*(?:>|$)/gi, ' '));
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** The entities that messages have; another one is a gap. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]\w{1,30}));/gi, (_, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? ' ';
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
  });
}
