/** A command line that a user would type, and what it is for, where that does not say itself. */
export type Example = readonly [command: string, says?: string];

/** The examples of every command, by its path. A test runs all of them. */
export const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  'ai-chat': [
    ['ai-chat ask --demo "What can you do?"', 'try it, without a key'],
    ['ai-chat chat', 'talk; helps to set up at first'],
    ['git diff | ai-chat ask "review this"', 'standard input goes with it'],
    ['ai-chat history', 'what was said'],
  ],
  'ai-chat ask': [
    ['ai-chat ask "How do I undo the last commit?"'],
    ['git diff | ai-chat ask "write a commit message" | head -1'],
    ['ai-chat ask -f notes.md "What is missing?"'],
    ['ai-chat ask -s trip "Three days in Lisbon?"', 'a named conversation'],
    ['ai-chat ask -s trip "What if it rains?"', 'goes on with it'],
    ['ai-chat ask --json hi | jq -r .content'],
    ['ai-chat ask -o answer.md "Explain SSE"'],
  ],
  'ai-chat chat': [
    ['ai-chat chat', 'goes on with the last chat'],
    ['ai-chat chat --new', 'starts another'],
    ['ai-chat chat -s trip', 'a named one, made if there is none'],
    ['ai-chat chat --demo', 'without a key'],
    ['ai-chat chat --base-url http://localhost:11434/v1 -m llama3.2'],
    ["printf 'hello\\n/quit\\n' | ai-chat chat", 'from a script, a message a line'],
  ],
  'ai-chat history': [
    ['ai-chat history', 'the last 20'],
    ['ai-chat history show last'],
    ['ai-chat history search lisbon'],
    ['ai-chat history export trip -o trip.md'],
  ],
  'ai-chat history list': [
    ['ai-chat history list -n 0', 'all of them'],
    ['ai-chat history list --json | jq -r ".[].title"'],
  ],
  'ai-chat history show': [['ai-chat history show last'], ['ai-chat history show trip --json']],
  'ai-chat history search': [
    ['ai-chat history search "three days"'],
    ['ai-chat history search lisbon --json | jq length', 'in how many'],
  ],
  'ai-chat history export': [
    ['ai-chat history export trip -o trip.md'],
    ['ai-chat history export trip -o trip.html', 'a page for a browser'],
    ['ai-chat history export last --format json > backup.json'],
  ],
  'ai-chat history import': [
    ['ai-chat history import backup.json'],
    ['ai-chat history import - < backup.json', 'from standard input'],
  ],
  'ai-chat history rename': [['ai-chat history rename last trip-2026']],
  'ai-chat history delete': [['ai-chat history delete trip 3k9x']],
  'ai-chat history clear': [
    ['ai-chat history clear --older-than 90d'],
    ['ai-chat history clear --yes', 'all of it, without asking'],
  ],
  'ai-chat history check': [['ai-chat history check'], ['ai-chat history check --repair']],
  'ai-chat config': [
    ['ai-chat config list', 'what is set, and where'],
    ['ai-chat config set apiKey', 'asks for the key, and hides it'],
    ['ai-chat config set model gpt-4o'],
  ],
  'ai-chat config list': [['ai-chat config list'], ['ai-chat config list --json | jq -r ".[].name"']],
  'ai-chat config get': [['ai-chat config get model']],
  'ai-chat config set': [
    ['ai-chat config set apiKey', 'asks for the key, and hides it'],
    ['ai-chat config set apiKey < key.txt', 'or reads it from a file'],
    ['ai-chat config set baseUrl http://localhost:11434/v1'],
  ],
  'ai-chat config unset': [['ai-chat config unset model']],
  'ai-chat config path': [['ls "$(dirname "$(ai-chat config path)")"']],
  'ai-chat config edit': [['EDITOR=nano ai-chat config edit']],
  'ai-chat config trust': [['ai-chat config trust'], ['ai-chat config trust --remove', 'takes it back']],
  'ai-chat completion': [
    ['eval "$(ai-chat completion bash)"', 'in ~/.bashrc'],
    ['eval "$(ai-chat completion zsh)"', 'in ~/.zshrc, behind compinit'],
    ['ai-chat completion fish > ~/.config/fish/completions/ai-chat.fish'],
    ['ai-chat completion powershell | Out-String | Invoke-Expression'],
  ],
};

/** The examples of the command at `path`: `ai-chat history show`. */
export function examplesOf(path: string): readonly Example[] {
  const examples = EXAMPLES[path];
  if (!examples) throw new Error(`no examples for ${path}`);
  return examples;
}
