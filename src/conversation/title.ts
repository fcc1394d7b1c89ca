const MAX_LENGTH = 60;

/** A conversation's title: the first words of its first question, on one line, 60 characters at most. */
export function titleOf(question: string): string {
  // A question can be megabytes of piped text; a title never needs more than its beginning.
  const line = question
    .slice(0, MAX_LENGTH * 8)
    // The cut may have halved a character.
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = Array.from(line);
  if (characters.length <= MAX_LENGTH) return line;
  const clipped = characters.slice(0, MAX_LENGTH - 1).join('');
  const lastSpace = clipped.lastIndexOf(' ');
  // Languages without spaces, and one long word, are cut where the room ends.
  return `${lastSpace > MAX_LENGTH / 2 ? clipped.slice(0, lastSpace) : clipped}…`;
}
