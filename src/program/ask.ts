import { type CommandSpec, SERVER_OPTIONS, serverFlags, text, words } from './command-spec.ts';

export const ASK: CommandSpec = {
  name: 'ask',
  description: 'Ask one question and print the answer. Piped standard input goes with the question.',
  arguments: [['[question...]', 'the question; its words are joined with spaces']],
  options: [
    { flags: '-s, --session <name>', help: 'go on with this named conversation, or start it' },
    { flags: '-c, --continue', help: 'go on with the conversation used last', conflicts: ['session'] },
    { flags: '-f, --file <path>', help: 'add a file to the question (repeatable)', repeatable: true },
    { flags: '-o, --output <file>', help: 'write the answer to a file and not to standard output' },
    { flags: '--json', help: 'print one JSON object at the end', conflicts: ['jsonl'] },
    { flags: '--jsonl', help: 'print events as JSON lines, as they come' },
    { flags: '--no-stream', help: 'write the answer at once, at the end' },
    { flags: '--no-save', help: 'leave no trace on disk' },
    { flags: '--no-stdin', help: 'do not read standard input' },
    { flags: '-q, --quiet', help: 'no spinner and no notes' },
    ...SERVER_OPTIONS,
  ],
  settings: 'ask',
  examples: [
    'ai-chat ask "How do I undo the last commit?"',
    'git diff | ai-chat ask "write a commit message" | head -1',
    'ai-chat ask -f notes.md "What is missing?"',
    'ai-chat ask -s trip "Three days in Lisbon?"    # again with -s trip, it knows what was said',
    'ai-chat ask --json hi | jq -r .content',
  ],
  async run({ args, flags }, app) {
    const { run } = await import('../commands/ask.ts');
    return run(
      {
        words: words(args[0]),
        session: text(flags.session),
        continueLast: flags.continue === true,
        files: words(flags.file),
        output: text(flags.output),
        format: flags.jsonl ? 'jsonl' : flags.json ? 'json' : 'text',
        stream: flags.stream !== false,
        save: flags.save !== false,
        readStdin: flags.stdin !== false,
        ...serverFlags(flags),
      },
      app,
    );
  },
};
