/**
 * Pieces of a manual page in man(7), the macros that both groff and mandoc know:
 * https://man.openbsd.org/man.7, and for the escapes https://man.openbsd.org/mandoc_char.7.
 */

/** What a typesetter would make something else of: hyphens, quotes, accents. */
const LITERAL: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
};

/** Text that is typed as it stands: every character comes out as itself, and can be copied. */
export function literal(text: string): string {
  return [...text].map((character) => LITERAL[character] ?? ascii(character)).join('');
}

/** Words to read. What stands between backticks is typed, and shown bold. */
export function prose(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? bold(part) : words(part)))
    .join('');
}

export function bold(text: string): string {
  return `\\fB${literal(text)}\\fR`;
}

/** A name that stands for what the user puts there. */
export function placeholder(text: string): string {
  return `\\fI${literal(text)}\\fR`;
}

/** Sections, paragraphs and lists, each of them whole lines of the source. */
export const section = (name: string): string => `.SH ${name.toUpperCase()}`;
export const subsection = (text: string): string => `.SS ${text}`;
export const paragraph = (text: string): string => `.PP\n${filled(text)}`;
/** Each of `texts` begins a line. */
export const item = (term: string, ...texts: readonly string[]): string =>
  `.TP\n${guarded(term)}\n${texts.map(filled).join('\n.br\n')}`;

/** A line to copy; what it is for stands above it. */
export function example(command: string, says?: string): string {
  const intro = says === undefined ? '.PP' : paragraph(prose(`${capital(says)}:`));
  return `${intro}\n.RS 4\n.nf\n${guarded(literal(command))}\n.fi\n.RE`;
}

/** The page of these pieces. */
export function page(pieces: readonly string[]): string {
  // A heading begins a paragraph by itself.
  return `${pieces.join('\n').replace(/^(\.S[HS] .*)\n\.PP$/gm, '$1')}\n`;
}

/** Text that is filled and broken anew where it is shown; its source keeps to 80 columns, as mandoc wants it. */
function filled(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > 78) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map(guarded).join('\n');
}

/** A line of the source: a dot or a quote at its beginning would make a request of it. */
function guarded(line: string): string {
  return /^[.']/.test(line) ? `\\&${line}` : line;
}

function words(text: string): string {
  const escaped = text.replace(/[\\~^"]/g, (character) => LITERAL[character] ?? character);
  // Only what looks like an option or a name has hyphens that are typed.
  const typed = escaped.replace(
    /(^|[\s(,])(-{1,2}[a-zA-Z][\w-]*)/g,
    (_, before, flag) => before + literal(flag),
  );
  return [...typed].map(ascii).join('');
}

function ascii(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? character : `\\[u${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
