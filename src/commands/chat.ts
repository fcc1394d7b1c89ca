import type { App, Settings } from '../app.ts';
import { checkName } from '../conversation/name.ts';
import { CliError } from '../errors.ts';
import type { Keyboard } from '../terminal/keyboard.ts';
import { createOutput } from '../terminal/output.ts';
import { type ChatFlags, openChat } from './chat/chat.ts';
import type { Choice } from './talk/open-session.ts';
import { pickForCommand } from './talk/pick-conversation.ts';

export interface ChatOptions extends ChatFlags {
  readonly session: string | undefined;
  /** A conversation's reference; true: one is chosen from a list. */
  readonly resume: string | true | undefined;
  readonly continueLast: boolean;
}

/** `ai-chat chat`: a conversation that resumes where it stopped. */
export async function run(options: ChatOptions, app: App): Promise<number> {
  const settings = await app.settings(options.settings);
  const resume = settings.get('resume');
  const wantsNew = resume.source === 'flag';
  if (wantsNew && (options.session !== undefined || options.resume !== undefined || options.continueLast)) {
    throw new CliError(
      'usage',
      '--new starts another conversation, and another flag names one that is there',
      {
        hint: 'give one or the other',
      },
    );
  }
  const choice = await choose(options, app, settings);
  if ('exitCode' in choice) return choice.exitCode;
  let release = () => {};
  const hold = async () => {
    const keyboard = await app.keyboard();
    release = keyboard.hold();
    return keyboard;
  };
  try {
    const ready = await withServer(options, settings, choice, app, hold);
    if ('exitCode' in ready) return ready.exitCode;
    // Lines that the terminal gives are read past the keyboard.
    if (!ready.isEdited) release();
    return await talk(ready, choice, app);
  } finally {
    release();
  }
}

async function talk({ settings, flags }: Ready, choice: Choice, app: App): Promise<number> {
  const { stdin, stdout } = app.runtime;
  let chatOf: { stop(): void } | undefined;
  const output = createOutput(stdout, { onGone: () => chatOf?.stop() });
  const chat = await openChat(app, settings, flags, choice, output);
  chatOf = chat;
  try {
    if (stdin.isTTY) {
      const { talkToPerson } = await import('./chat/interactive.ts');
      return await talkToPerson(chat, output);
    }
    const { talkToScript } = await import('./chat/piped.ts');
    return await talkToScript(chat, output);
  } finally {
    await chat.close();
  }
}

interface Ready {
  readonly settings: Settings;
  readonly flags: ChatFlags;
  /** Whether who holds the keyboard goes on to edit lines. */
  readonly isEdited?: boolean;
}

/**
 * Where no key is known for the server of a chat that begins here, somebody at a terminal is shown what there is. Gives the exit
 * code where that was interrupted; throws the rule's error when they leave. `hold` keeps what is typed from the first question to the
 * chat's prompt from being echoed.
 */
async function withServer(
  flags: ChatFlags,
  settings: Settings,
  choice: Choice,
  app: App,
  hold: () => Promise<Keyboard>,
): Promise<Ready | { readonly exitCode: number }> {
  const { stdin, stderr } = app.runtime;
  const asIs = { settings, flags };
  if (flags.demo || !stdin.isTTY || !stderr.isTTY) return asIs;
  const { insecureHttp } = flags;
  const decision = settings.server({ insecureHttp });
  if (decision.allowed || !decision.needsKey || !(await beginsHere(choice, app))) return asIs;
  const { canEdit: isEdited } = await hold();
  const { setUp } = await import('./first-run/set-up.ts');
  const { server } = decision.needsKey;
  const done = await setUp(app, settings, { server, insecureHttp, flags: flags.settings });
  if (done.type === 'interrupt') return done;
  if (done.type === 'end') throw decision.error;
  if (done.type === 'demo') {
    // `--base-url` and `--demo` would each name a server.
    const without = { ...flags.settings, baseUrl: undefined };
    const demo = { ...flags, settings: without, demo: true };
    return { settings: await app.settings(without), flags: demo, isEdited };
  }
  const { typedKey, isPicked = false } = done;
  const chosen = { ...flags, settings: done.flags, isPicked };
  const withKey = typedKey === undefined ? chosen : { ...chosen, typedKey };
  return { settings: done.settings, flags: withKey, isEdited };
}

/** Whether no conversation was named that belongs to a server already. */
async function beginsHere(choice: Choice, app: App): Promise<boolean> {
  if (choice.type === 'new' || choice.type === 'last-chat') return true;
  return choice.type === 'named' && !(await (await app.store()).findByName(checkName(choice.name)));
}

/** Undefined when one was to be chosen and none was. */
async function choose(
  options: ChatOptions,
  app: App,
  settings: Settings,
): Promise<Choice | { exitCode: number }> {
  const { session, resume, continueLast } = options;
  if (session !== undefined) return { type: 'named', name: session };
  if (typeof resume === 'string') return { type: 'resumed', reference: resume };
  if (resume) {
    const picked = await pickForCommand(app, settings);
    return 'exitCode' in picked ? picked : { type: 'resumed', ...picked };
  }
  if (continueLast) return { type: 'last' };
  return { type: settings.get('resume').value === 'always' ? 'last-chat' : 'new' };
}
