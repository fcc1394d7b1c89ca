import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Reply, silence, status } from '../helpers/fake-server.ts';
import {
  answerAll,
  asked,
  configFile,
  ended,
  KEY,
  KEY_QUESTION,
  keyServer,
  localServers,
  models,
  open,
  QUESTION,
  signal,
} from '../helpers/first-run.ts';
import { CTRL_C } from '../helpers/keys.ts';
import { lock } from '../helpers/other-ai-chat.ts';
import { serve } from '../helpers/talk.ts';
import type { Screen } from '../helpers/terminal-emulator.ts';

const MANY = Array.from({ length: 20 }, (_, index) => `model-${index}`);

/** What somebody without a key may be in the middle of. */
interface State {
  /** Of the server that wants a key, and of one on this machine. */
  readonly replies?: readonly [Reply, Reply];
  /** Typed at each question in turn. */
  readonly steps: readonly (readonly [question: string, keys: string])[];
  /** It is in the middle of it when the cursor stands behind this, or when a server has been asked. */
  readonly when: string | { readonly asked: 'elsewhere' | 'here' };
  /** Another ai-chat is writing the config file. */
  readonly isLocked?: boolean;
}

const WAITING = 'waiting for another ai-chat';
const FIRST = [QUESTION, '1'] as const;
const TYPED = [KEY_QUESTION, `${KEY}\r`] as const;

const STATES: Readonly<Record<string, State>> = {
  'the choice': { steps: [], when: QUESTION },
  'the question for the key': { steps: [FIRST], when: KEY_QUESTION },
  'the check of the key': {
    replies: [silence, silence],
    steps: [FIRST, TYPED],
    when: { asked: 'elsewhere' },
  },
  'the question whether to keep it': {
    replies: [status(503), silence],
    steps: [FIRST, TYPED],
    when: 'Keep it all the same? [Y/n]',
  },
  'the look for servers': {
    replies: [silence, silence],
    steps: [[QUESTION, '2']],
    when: { asked: 'here' },
  },
  'the choice of a model': {
    replies: [silence, models('a', 'b')],
    steps: [[QUESTION, '2']],
    when: 'answer?',
  },
  'the list of models': {
    replies: [silence, models(...MANY)],
    steps: [[QUESTION, '2']],
    when: 'filter',
  },
  'the last question': {
    replies: [silence, models('only')],
    steps: [[QUESTION, '2']],
    when: 'not just this once? [Y/n]',
  },
  'the wait to keep the key': {
    replies: [models('m'), silence],
    steps: [FIRST, TYPED],
    when: WAITING,
    isLocked: true,
  },
  'the wait to keep a server': {
    replies: [silence, models('only')],
    steps: [
      [QUESTION, '2'],
      ['not just this once? [Y/n]', 'y'],
    ],
    when: WAITING,
    isLocked: true,
  },
};

async function reach({ replies = [silence, silence], steps, when, isLocked }: State): Promise<Screen> {
  const elsewhere = await keyServer(replies[0]);
  const here = await serve(replies[1]);
  const screen = open(['chat'], { ...elsewhere.env, ...localServers({ Ollama: here }) });
  if (isLocked) lock('config.json');
  await answerAll(screen, steps);
  if (typeof when !== 'string') await (when.asked === 'here' ? here : elsewhere).request(0);
  else if (when.endsWith('?') || when === 'filter' || when === WAITING) await screen.until(when);
  else await asked(screen, when);
  return screen;
}

describe.skipIf(process.platform === 'win32').each(Object.entries(STATES))('%s', (_, state) => {
  it.each<[string, number, (screen: Screen) => void]>([
    ['SIGTERM', 143, () => signal('SIGTERM')],
    ['SIGHUP', 129, () => signal('SIGHUP')],
    ['SIGINT', 130, () => signal('SIGINT')],
    ['Ctrl-C', 130, (screen) => screen.type(CTRL_C)],
  ])('is ended by %s, and the terminal is as it was', async (_, code, interrupt) => {
    const screen = await reach(state);
    interrupt(screen);
    await screen.until(ended(code));
    // In a row of its own, but for what the terminal itself echoes while nothing is asked.
    expect(screen.history().at(-1)?.replace('^C', '').trim()).toBe(ended(code));
    expect([screen.bracketedPaste, screen.cursorVisible]).toEqual([false, true]);
    expect(screen.history().join()).not.toContain('error:');
    expect(existsSync(configFile())).toBe(false);
  });
});
