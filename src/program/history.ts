import { type CommandSpec, type GroupSpec, JSON_OPTION, text, words } from './command-spec.ts';

const PICKED = [
  '[conversation]',
  'a name, an id, the beginning of an id (4 characters or more), or `last`; without one, pick it from a list',
] as const;

const NO_PAGER = {
  flags: '--no-pager',
  help: 'do not show a long one a screen at a time',
  group: 'Output',
} as const;

const LIST: CommandSpec = {
  name: 'list',
  group: 'Look',
  isDefault: true,
  description: 'List conversations, the last used first.',
  options: [
    { flags: '-n, --limit <number>', help: 'how many; 0 is all', initial: '20' },
    JSON_OPTION,
    NO_PAGER,
  ],
  async run({ flags }, app) {
    const { run } = await import('../commands/history/list.ts');
    return run({ limit: String(flags.limit), json: flags.json === true, pager: flags.pager !== false }, app);
  },
};

const SHOW: CommandSpec = {
  name: 'show',
  group: 'Look',
  description: 'Show a conversation.',
  arguments: [PICKED],
  options: [JSON_OPTION, NO_PAGER],
  settings: 'history',
  async run({ args, flags }, app) {
    const { run } = await import('../commands/history/show.ts');
    return run(
      {
        conversation: text(args[0]),
        json: flags.json === true,
        pager: flags.pager !== false,
        settings: flags,
      },
      app,
    );
  },
};

const SEARCH: CommandSpec = {
  name: 'search',
  group: 'Look',
  description: 'Find conversations by their text, whatever the case.',
  arguments: [['<text...>', 'what to look for; words are joined with spaces']],
  options: [JSON_OPTION, NO_PAGER],
  async run({ args, flags }, app) {
    const { run } = await import('../commands/history/search.ts');
    return run(
      { text: words(args[0]).join(' '), json: flags.json === true, pager: flags.pager !== false },
      app,
    );
  },
};

const EXPORT: CommandSpec = {
  name: 'export',
  group: 'Copy',
  description: 'Write a conversation as Markdown, as a web page or as JSON.',
  arguments: [PICKED],
  options: [
    {
      flags: '--format <format>',
      help: 'how to write it; without it, as the name of the file ends, else md',
      choices: ['md', 'html', 'json'],
    },
    { flags: '-o, --output <file>', help: 'write to a file and not to standard output', group: 'Output' },
  ],
  async run({ args, flags }, app) {
    const { run } = await import('../commands/history/export.ts');
    const format = flags.format as 'md' | 'html' | 'json' | undefined;
    return run({ conversation: text(args[0]), format, output: text(flags.output) }, app);
  },
};

const IMPORT: CommandSpec = {
  name: 'import',
  group: 'Copy',
  description:
    'Add what `export --format json` wrote. What is there already is not added twice; of a damaged file, what is whole is added.',
  arguments: [['<file>', 'the file; `-` is standard input']],
  async run({ args }, app) {
    const { run } = await import('../commands/history/import.ts');
    return run({ file: String(args[0]) }, app);
  },
};

const CHECK: CommandSpec = {
  name: 'check',
  group: 'Tidy',
  description:
    'Look for damaged files and leftovers, and say what can be done. Exits with 2 when something is wrong and not mended.',
  options: [
    { flags: '--repair', help: 'mend what can be mended; nothing that was said is deleted' },
    JSON_OPTION,
  ],
  async run({ flags }, app) {
    const { run } = await import('../commands/history/check.ts');
    return run({ repair: flags.repair === true, json: flags.json === true }, app);
  },
};

const RENAME: CommandSpec = {
  name: 'rename',
  group: 'Tidy',
  description: 'Name a conversation.',
  arguments: [
    PICKED,
    ['[name]', 'letters, digits, dots, underscores and dashes, 64 at most; without one, it is asked for'],
  ],
  async run({ args }, app) {
    const { run } = await import('../commands/history/rename.ts');
    return run({ conversation: text(args[0]), name: text(args[1]) }, app);
  },
};

const DELETE: CommandSpec = {
  name: 'delete',
  group: 'Tidy',
  description: 'Delete conversations for good.',
  arguments: [['[conversation...]', PICKED[1]]],
  async run({ args }, app) {
    const { run } = await import('../commands/history/delete.ts');
    return run({ conversations: words(args[0]) }, app);
  },
};

const CLEAR: CommandSpec = {
  name: 'clear',
  group: 'Tidy',
  description: 'Delete all conversations for good, or the old ones. Asks first, on a terminal.',
  options: [
    { flags: '--older-than <age>', help: 'only those last used longer ago: 12h, 30d, 8w, 1y' },
    { flags: '-y, --yes', help: 'do not ask' },
  ],
  async run({ flags }, app) {
    const { run } = await import('../commands/history/clear.ts');
    return run({ olderThan: text(flags.olderThan), yes: flags.yes === true }, app);
  },
};

export const HISTORY: GroupSpec = {
  name: 'history',
  group: 'Keep',
  description: 'List, show, search, export and delete conversations.',
  commands: [LIST, SHOW, SEARCH, EXPORT, IMPORT, RENAME, DELETE, CLEAR, CHECK],
};
