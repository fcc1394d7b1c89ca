import { type CommandSpec, SERVER_OPTIONS, serverFlags, text } from './command-spec.ts';

export const CHAT: CommandSpec = {
  name: 'chat',
  group: 'Talk',
  description:
    'Talk with a model. Without flags it goes on with the last chat; /help lists its commands, /keys its keys.',
  options: [
    {
      flags: '-s, --session <name>',
      help: 'a named conversation, made if there is none',
      group: 'Conversation',
    },
    {
      flags: '-r, --resume [conversation]',
      help: 'go on with any conversation; without one, choose from a list',
      group: 'Conversation',
      conflicts: ['session', 'continue'],
    },
    {
      flags: '-c, --continue',
      help: 'go on with the conversation used last',
      conflicts: ['session'],
      group: 'Conversation',
    },
    { flags: '--no-save', help: 'leave no trace on disk', group: 'Conversation' },
    ...SERVER_OPTIONS,
  ],
  settings: 'chat',
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
