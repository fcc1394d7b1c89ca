import { type Shell, tabSeparated, unquoted } from './shell.ts';

/**
 * For bash 3.2 (macOS) and newer, without the bash-completion package. Bash takes words alone: descriptions stand behind
 * them where they are only listed (`COMP_TYPE` is 63, the second Tab), and never where they could be inserted.
 */
const SCRIPT = `# bash completion for ai-chat. In ~/.bashrc: eval "$(ai-chat completion bash)"
_ai_chat() {
  local IFS=$' \\t\\n' words=() descriptions=() kind='' glued='' described='' longest=0 i word before value description
  COMPREPLY=()
  # Bash splits words at = and : too (COMP_WORDBREAKS). ai-chat gets them whole, up to the cursor.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $i -eq $COMP_CWORD && $word == "$2"* && $word != [=:]* ]]; then word=$2; fi
    if [[ $i -gt 0 && ( -n $glued || $word == [=:]* ) ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    glued=''
    if [[ $word == [=:]* ]]; then glued=yes; fi
  done
  # The part of the word that readline keeps.
  before=\${words[\${#words[@]}-1]%"$2"}

  while IFS=$'\\t' read -r value description; do
    if [[ -z $kind ]]; then kind=$value; continue; fi
    value=\${value#"$before"}
    COMPREPLY+=("$value")
    descriptions+=("$description")
    if ((\${#value} > longest)); then longest=\${#value}; fi
    described+=$description
  done <<<"$(command ai-chat completion bash -- ai-chat "\${words[@]:1}" 2>/dev/null)"

  # Without words, bash completes the names of files.
  if [[ $kind == file ]]; then return 0; fi
  compopt +o default 2>/dev/null || :
  compopt -o nosort 2>/dev/null || :
  # Type 63: words are listed and nothing is inserted. As wide as the window, so that each has its line.
  if [[ \${COMP_TYPE-} == 63 && -n $described ]]; then
    for ((i = 0; i < \${#COMPREPLY[@]}; i++)); do
      printf -v word "%-\${longest}s  %s" "\${COMPREPLY[i]}" "\${descriptions[i]}"
      printf -v word '%-*s' "\${COLUMNS:-80}" "$word"
      COMPREPLY[i]=\${word:0:\${COLUMNS:-80} - 1}
    done
  fi
  return 0
}
complete -o default -F _ai_chat ai-chat
`;

export const bash: Shell = {
  script: SCRIPT,
  // Bash hands words over as they were typed.
  readWords: (words) => words.map(unquoted),
  fits: (typed, value) => value.startsWith(typed),
  write: tabSeparated,
};
