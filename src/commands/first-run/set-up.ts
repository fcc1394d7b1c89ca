import type { App, FlagValues, Settings } from '../../app.ts';
import { createChooser } from '../../terminal/choice.ts';
import { dropEarly } from '../../terminal/read-keys.ts';
import { untilInterrupted } from '../shared/interruption.ts';
import { prompterOf } from '../shared/prompter-of.ts';
import type { Desk, Left, Ready } from './desk.ts';
import { enterKey } from './enter-key.ts';
import { useLocalServer } from './use-local-server.ts';

/** What the user has made of it: settings that lead to a server, the demo, or nothing. */
export type SetUp =
  | Ready
  | { readonly type: 'demo' }
  | { readonly type: 'end' }
  | { readonly type: 'interrupt'; readonly exitCode: number };

export interface SetUpOptions {
  readonly server: string;
  readonly insecureHttp: boolean;
  readonly flags: FlagValues;
}

/**
 * Shows somebody at a terminal what can be done without a key for `server`, until one of it is done. Sends nothing
 * that was not chosen, and keeps nothing that was not agreed to. Whoever calls it holds the keyboard.
 */
export async function setUp(app: App, settings: Settings, options: SetUpOptions): Promise<SetUp> {
  const { stderr, job, interrupts } = app.runtime;
  const { reporter, styles, wrap } = await app.messages();
  const interruption = untilInterrupted(interrupts);
  const { signal } = interruption;
  const keyboard = await app.keyboard();
  const say = (text: string) => void stderr.write(`${styles.dim(wrap(text))}\n`);
  const desk: Desk = {
    app,
    settings,
    ...options,
    reporter,
    chooser: createChooser({ keyboard, output: stderr, job, signal }),
    prompter: await prompterOf(app, signal),
    signal,
    say,
    dropEarly: () => dropEarly(keyboard, stderr),
  };
  stderr.write(`${wrap(`There is no API key for ${options.server} yet. What would you like to do?`)}\n`);
  try {
    const made = await offer(desk);
    // Nobody takes it from there.
    if (!keyboard.canEdit) await desk.dropEarly();
    // What was being written when a signal came has been written.
    if (made.type !== 'interrupt' && !signal.aborted) return made;
    return { type: 'interrupt', exitCode: interruption.exitCode() };
  } finally {
    interruption.dispose();
  }
}

async function offer(desk: Desk): Promise<Ready | { readonly type: 'demo' } | Left> {
  const { servers } = await desk.app.localServers();
  for (;;) {
    const chosen = await desk.chooser.choose(
      [
        `enter a key for ${desk.server}`,
        `use a server on this computer (${servers.map(({ name }) => name).join(', ')})`,
        'look around with --demo: no key, no network, no language model',
      ],
      'leave',
    );
    if (chosen.type === 'back') return { type: 'end' };
    if (chosen.type !== 'chosen') return chosen;
    if (chosen.index === 2) return { type: 'demo' };
    const outcome = await (chosen.index === 0 ? enterKey(desk) : useLocalServer(desk));
    if (outcome.type !== 'back') return outcome;
  }
}
