import { type CommandSpec, SERVER_OPTIONS, serverFlags, text } from './command-spec.ts';

export const CHAT: CommandSpec = {
  name: 'chat',
  description:
    'Talk with a model. Without flags it goes on with the last chat; /help lists what a chat can do.',
  options: [
    { flags: '-s, --session <name>', help: 'a named conversation, made if there is none' },
    {
      flags: '-r, --resume [conversation]',
      help: 'go on with any conversation; without one, choose from a list',
      conflicts: ['session', 'continue'],
    },
    { flags: '-c, --continue', help: 'go on with the conversation used last', conflicts: ['session'] },
    { flags: '--no-save', help: 'leave no trace on disk' },
    ...SERVER_OPTIONS,
  ],
  settings: 'chat',
  examples: [
    'ai-chat chat                # goes on with the last chat',
    'ai-chat chat --new          # starts another',
    'ai-chat chat -s trip        # a named one',
    'ai-chat chat --demo         # without a key',
    "printf 'hello\\n/quit\\n' | ai-chat chat",
  ],
  async run({ flags }, app) {
    const { run } = await import('../commands/chat.ts');
    return run(
      {
        session: text(flags.session),
        resume: flags.resume === true ? true : text(flags.resume),
        continueLast: flags.continue === true,
        save: flags.save !== false,
        ...serverFlags(flags),
      },
      app,
    );
  },
};
