/** One word that may come. */
export interface Candidate {
  readonly value: string;
  /** One line, shown beside it where the shell does so; may be empty. */
  readonly description: string;
}

/** What may stand at the cursor: a file, which is the shell's own affair, or one of some words. */
export type Answer =
  | { readonly kind: 'file' }
  | { readonly kind: 'words'; readonly words: readonly Candidate[] };

/** How a shell completes: it calls its script at every Tab, and the script asks ai-chat. */
export interface Shell {
  /** What the user's start-up file evaluates. It ends with a newline. */
  readonly script: string;
  /** The words as the user meant them, from how the script passes them on. */
  readWords?(words: readonly string[]): readonly string[];
  /** Whether the shell could make `value` of what was `typed`. */
  fits(typed: string, value: string): boolean;
  /** What the script reads. `prefix` stands before what is completed, in the same word. */
  write(answer: Answer, prefix: string): string;
}

/** A line that says what is meant, `file` or `words`; then a word a line, a tab and its description behind it. */
export function tabSeparated(answer: Answer, prefix: string): string {
  const words = answer.kind === 'words' ? answer.words : [];
  return lines(answer.kind, ...words.map(({ value, description }) => `${prefix}${value}\t${description}`));
}

export function lines(...texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

/** A word without the quotes and backslashes that it was typed with, as ai-chat would see it after Enter. */
export function unquoted(word: string): string {
  return word.replace(/\\(.)|["']/gs, '$1');
}

/** Whether the letters of `typed` are in `value`, in that order: wider than what zsh and fish match themselves. */
export function isSubsequence(typed: string, value: string): boolean {
  let from = 0;
  for (const letter of typed.toLowerCase()) {
    from = value.toLowerCase().indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}
