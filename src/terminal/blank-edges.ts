/** A text without blank lines around it, and without white space at its end. Its first line keeps its indentation. */
export function withoutBlankEdges(text: string): string {
  return text.trimEnd().replace(/^\s*\n/, '');
}
