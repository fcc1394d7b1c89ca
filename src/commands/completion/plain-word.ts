/** Neither an option nor anything that bash, zsh, fish or PowerShell would read as more than its letters. */
const PLAIN_WORD = /^[A-Za-z0-9._/][A-Za-z0-9._/:+-]*$/;

/**
 * Whether a shell reads `text` as it stands. What comes from a conversation or a server is offered only then: it ends
 * up on a command line, and no quoting is right in all shells.
 */
export function isPlainWord(text: string): boolean {
  return PLAIN_WORD.test(text);
}
