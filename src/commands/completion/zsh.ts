import { isSubsequence, lines, type Shell } from './shell.ts';

/** For zsh 5. Works evaluated in .zshrc, behind compinit, and as a file `_ai-chat` in `$fpath`. */
const SCRIPT = `#compdef ai-chat
# zsh completion for ai-chat. In ~/.zshrc, behind compinit: eval "$(ai-chat completion zsh)"
_ai-chat() {
  local -a given lines
  given=("\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}")
  lines=("\${(@f)$(command ai-chat completion zsh -- ai-chat "\${(@)given}" 2>/dev/null)}")
  if [[ $lines[1] == file ]]; then
    # Behind --name= or -x, in the same word.
    if [[ -n $lines[2] ]]; then compset -P "\${(b)lines[2]}"; fi
    _files
  elif (($#lines > 1)); then
    shift lines
    # Words that are told in the same way would be put into one row, and all rows be sorted by their first word.
    zstyle ':completion:*:*:ai-chat:*' list-grouped false
    _describe -V 'ai-chat' lines
  fi
}
if [[ \${funcstack[1]} == _ai-chat ]]; then
  _ai-chat "$@"
elif ((\${+functions[compdef]})); then
  compdef _ai-chat ai-chat
else
  print -u2 'ai-chat: its completion needs compinit: put "autoload -Uz compinit && compinit" before it in ~/.zshrc'
fi
`;

export const zsh: Shell = {
  script: SCRIPT,
  fits: isSubsequence,
  write(answer, prefix) {
    if (answer.kind === 'file') return lines('file', prefix);
    // As _describe reads them: a colon ends the word, and a backslash takes its meaning from what follows.
    const words = answer.words.map(({ value, description }) => {
      const word = `${prefix}${value}`.replace(/[\\:]/g, '\\$&');
      return description === '' ? word : `${word}:${description.replaceAll('\\', '\\\\')}`;
    });
    return lines('words', ...words);
  },
};
