import { type CommandSpec, type GroupSpec, JSON_OPTION, text } from './command-spec.ts';

const NAME = ['<name>', 'a setting; `ai-chat config list` shows them'] as const;

const LIST: CommandSpec = {
  name: 'list',
  description: 'List every setting, its value and where it comes from.',
  options: [JSON_OPTION],
  settings: 'config',
  examples: ['ai-chat config list'],
  async run({ flags }, app) {
    const { run } = await import('../commands/config/list.ts');
    return run({ json: flags.json === true, settings: flags }, app);
  },
};

const GET: CommandSpec = {
  name: 'get',
  description: 'Print one setting.',
  arguments: [NAME],
  settings: 'config',
  examples: ['ai-chat config get model'],
  async run({ args, flags }, app) {
    const { run } = await import('../commands/config/get.ts');
    return run({ name: String(args[0]), settings: flags }, app);
  },
};

const SET: CommandSpec = {
  name: 'set',
  description:
    'Change a setting in the config file. Without a value it is asked for, or read from standard input.',
  arguments: [NAME, ['[value]', 'its value']],
  options: [{ flags: '--base-url <url>', help: 'the server that a key is for, if not the one in use' }],
  examples: [
    'ai-chat config set apiKey',
    'ai-chat config set baseUrl http://localhost:11434/v1',
    'pass show openai | ai-chat config set apiKey',
  ],
  async run({ args, flags }, app) {
    const { run } = await import('../commands/config/set.ts');
    return run({ name: String(args[0]), value: text(args[1]), settings: flags }, app);
  },
};

const UNSET: CommandSpec = {
  name: 'unset',
  description: 'Take a setting out of the config file.',
  arguments: [NAME],
  examples: ['ai-chat config unset model'],
  async run({ args }, app) {
    const { run } = await import('../commands/config/unset.ts');
    return run({ name: String(args[0]) }, app);
  },
};

const PATH: CommandSpec = {
  name: 'path',
  description: 'Print where the config file is.',
  examples: ['ls "$(dirname "$(ai-chat config path)")"'],
  async run(_invocation, app) {
    const { run } = await import('../commands/config/path.ts');
    return run({}, app);
  },
};

const EDIT: CommandSpec = {
  name: 'edit',
  description: 'Open the config file in your editor ($VISUAL, $EDITOR).',
  examples: ['EDITOR=nano ai-chat config edit'],
  async run(_invocation, app) {
    const { run } = await import('../commands/config/edit.ts');
    return run({}, app);
  },
};

const TRUST: CommandSpec = {
  name: 'trust',
  description: "Let this folder's .env name the server that is asked.",
  options: [{ flags: '--remove', help: 'no longer' }],
  examples: ['ai-chat config trust'],
  async run({ flags }, app) {
    const { run } = await import('../commands/config/trust.ts');
    return run({ remove: flags.remove === true }, app);
  },
};

export const CONFIG: GroupSpec = {
  name: 'config',
  description: 'Show and change settings.',
  examples: [
    'ai-chat config list',
    'ai-chat config set model gpt-4o',
    'ai-chat config set apiKey               # asks for the key, and does not show it',
  ],
  commands: [LIST, GET, SET, UNSET, PATH, EDIT, TRUST],
};
