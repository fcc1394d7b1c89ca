import { SETTING_NAMES, SETTINGS } from '../settings/table.ts';
import { type CommandSpec, words } from './command-spec.ts';

export const COMPLETION: CommandSpec = {
  name: 'completion',
  group: 'Set up',
  description: 'Print a completion script for your shell.',
  arguments: [
    ['<shell>', 'bash, zsh, fish or powershell'],
    // The command line to complete: what the script asks for at every Tab, and nobody types.
    ['[words...]', ''],
  ],
  async run({ args, program }, app) {
    const { run } = await import('../commands/completion.ts');
    const settings = SETTING_NAMES.map((name) => {
      const { about: said, options, attribute, choices = [] } = SETTINGS[name];
      // A flag without a value says what it does, not what the setting is.
      const about = said ?? options.find(({ flags }) => /[<[]/.test(flags))?.help ?? '';
      return { name, about, attribute, choices };
    });
    return run({ shell: String(args[0]), words: words(args[1]), program, settings }, app);
  },
};
