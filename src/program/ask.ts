import { type CommandSpec, SERVER_OPTIONS, serverFlags, text, words } from './command-spec.ts';

export const ASK: CommandSpec = {
  name: 'ask',
  group: 'Talk',
  description: 'Ask one question and print the answer. Piped standard input goes with the question.',
  arguments: [['[question...]', 'the question; its words are joined with spaces; - is standard input']],
  options: [
    {
      flags: '-s, --session <name>',
      help: 'go on with this named conversation, or start it',
      group: 'Conversation',
    },
    {
      flags: '-c, --continue',
      help: 'go on with the conversation used last',
      conflicts: ['session'],
      group: 'Conversation',
    },
    {
      flags: '-f, --file <path>',
      help: 'add a file to the question (repeatable)',
      repeatable: true,
      group: 'Input',
    },
    {
      flags: '-o, --output <file>',
      help: 'write the answer to a file and not to standard output',
      group: 'Output',
    },
    { flags: '--json', help: 'print one JSON object at the end', conflicts: ['jsonl'], group: 'Output' },
    { flags: '--jsonl', help: 'print events as JSON lines, as they come', group: 'Output' },
    { flags: '--no-stream', help: 'write the answer at once, at the end', group: 'Output' },
    { flags: '--no-save', help: 'leave no trace on disk', group: 'Conversation' },
    { flags: '--no-stdin', help: 'do not read standard input', group: 'Input' },
    { flags: '-q, --quiet', help: 'no spinner and no notes', group: 'Output' },
    ...SERVER_OPTIONS,
  ],
  settings: 'ask',
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
