import { type CommandSpec, type GroupSpec, JSON_OPTION, text } from './command-spec.ts';

const NAME = ['<name>', 'a setting; `ai-chat config list` shows them'] as const;

const LIST: CommandSpec = {
  name: 'list',
  group: 'Look',
  description: 'List every setting, its value and where it comes from.',
  options: [JSON_OPTION],
  settings: 'config',
  async run({ flags }, app) {
    const { run } = await import('../commands/config/list.ts');
    return run({ json: flags.json === true, settings: flags }, app);
  },
};

const GET: CommandSpec = {
  name: 'get',
  group: 'Look',
  description: 'Print one setting.',
  arguments: [NAME],
  settings: 'config',
  async run({ args, flags }, app) {
    const { run } = await import('../commands/config/get.ts');
    return run({ name: String(args[0]), settings: flags }, app);
  },
};

const SET: CommandSpec = {
  name: 'set',
  group: 'Change',
  description:
    'Change a setting in the config file. Without a value it is asked for, or read from standard input.',
  arguments: [NAME, ['[value]', 'its value']],
  options: [{ flags: '--base-url <url>', help: 'the server that a key is for, if not the one in use' }],
  async run({ args, flags }, app) {
    const { run } = await import('../commands/config/set.ts');
    return run({ name: String(args[0]), value: text(args[1]), settings: flags }, app);
  },
};

const UNSET: CommandSpec = {
  name: 'unset',
  group: 'Change',
  description: 'Take a setting out of the config file.',
  arguments: [NAME],
  async run({ args }, app) {
    const { run } = await import('../commands/config/unset.ts');
    return run({ name: String(args[0]) }, app);
  },
};

const PATH: CommandSpec = {
  name: 'path',
  group: 'Look',
  description: 'Print where the config file is.',
  async run(_invocation, app) {
    const { run } = await import('../commands/config/path.ts');
    return run({}, app);
  },
};

const EDIT: CommandSpec = {
  name: 'edit',
  group: 'Change',
  description: 'Open the config file in your editor ($VISUAL, $EDITOR).',
  async run(_invocation, app) {
    const { run } = await import('../commands/config/edit.ts');
    return run({}, app);
  },
};

const TRUST: CommandSpec = {
  name: 'trust',
  group: 'Change',
  description: "Let this folder's .env name the server that is asked.",
  options: [{ flags: '--remove', help: 'no longer' }],
  async run({ flags }, app) {
    const { run } = await import('../commands/config/trust.ts');
    return run({ remove: flags.remove === true }, app);
  },
};

export const CONFIG: GroupSpec = {
  name: 'config',
  group: 'Set up',
  description: 'Show and change settings.',
  commands: [LIST, GET, SET, UNSET, PATH, EDIT, TRUST],
};
