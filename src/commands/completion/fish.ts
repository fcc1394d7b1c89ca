import { isSubsequence, type Shell, tabSeparated, unquoted } from './shell.ts';

/** For fish 3 and newer. */
const SCRIPT = `# fish completion for ai-chat: ai-chat completion fish > ~/.config/fish/completions/ai-chat.fish
# Looks the words up. False where fish completes the names of files, as it does by itself.
function __ai_chat_look
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -e words[1]
    set -g __ai_chat_words (command ai-chat completion fish -- ai-chat $words "$typed" 2>/dev/null)
    set -l kind $__ai_chat_words[1]
    set -e __ai_chat_words[1]
    test "$kind" != file
end
complete -c ai-chat -e
complete -c ai-chat -n __ai_chat_look --no-files --keep-order -a '$__ai_chat_words'
`;

export const fish: Shell = {
  script: SCRIPT,
  // The word at the cursor, which is not finished, comes as it was typed.
  readWords: (words) => [...words.slice(0, -1), unquoted(words.at(-1) ?? '')],
  fits: isSubsequence,
  write: tabSeparated,
};
