import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer, apiError, chunk, hold, type Reply, silence, sse } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { CTRL_C, CTRL_R } from '../helpers/keys.ts';
import { serve, storedConversations } from '../helpers/talk.ts';
import type { Condition, Screen } from '../helpers/terminal-emulator.ts';
import { atPrompt, openBare } from '../helpers/window.ts';
import { endSane, openJob, signal } from './job.ts';

/** What a chat may be in the middle of when a signal comes. */
interface Phase {
  readonly replies?: readonly Reply[];
  /** Typed at the first prompt. */
  readonly keys?: string;
  /** It is in the middle of it when this holds. */
  readonly when: (screen: Screen) => Condition;
  /** What is seen after each interrupt but the last one, which ends the chat. */
  readonly interrupts: readonly ((screen: Screen) => Condition)[];
  /** What is kept of the answer. */
  readonly kept?: string;
}

const LEAVES = [() => 'press Ctrl-C again'];
const STOPS = [() => '[interrupted', ...LEAVES];
const REFUSED = apiError(503, 'later', {}, { 'Retry-After': '50' });

const PHASES: Readonly<Record<string, Phase>> = {
  'at an empty prompt': { when: atPrompt, interrupts: LEAVES },
  'in a line': { keys: 'half a li', when: () => 'half a li', interrupts: [atPrompt, ...LEAVES] },
  'in several lines': { keys: 'one\\\rtwo', when: () => 'two', interrupts: [atPrompt, ...LEAVES] },
  'in a search': {
    keys: `${CTRL_R}any`,
    when: () => 'any',
    interrupts: [atPrompt, ...LEAVES],
  },
  'in a menu': { keys: '/re\t', when: () => '/resume', interrupts: [atPrompt, ...LEAVES] },
  'before the headers': { replies: [silence], keys: 'hi\r', when: () => 'waiting', interrupts: STOPS },
  'before the first text': { replies: [sse([hold])], keys: 'hi\r', when: () => 'waiting', interrupts: STOPS },
  'in the middle of an answer': {
    replies: [sse([chunk('half an answer'), hold])],
    keys: 'hi\r',
    when: () => 'half an answer',
    interrupts: STOPS,
    kept: 'half an answer',
  },
  'in the middle of thoughts': {
    replies: [sse([chunk({ reasoning: 'half a thought' }), hold])],
    keys: 'hi\r',
    // The word that may go on is held; at the end it is shown.
    when: () => 'half a',
    interrupts: [() => /half a thought\s+\[interrupted/, ...LEAVES],
    kept: '',
  },
  'before the next try': { replies: [REFUSED], keys: 'hi\r', when: () => 'again in 50 s', interrupts: STOPS },
  'at a question': {
    replies: [answer('fine')],
    keys: 'hi\r/resume\r',
    when: () => 'type to filter',
    interrupts: [atPrompt, ...LEAVES],
    kept: 'fine',
  },
};

/** Opens a chat, and brings it into the middle of something. */
async function reach({ replies = [answer('never')], keys, when }: Phase): Promise<Screen> {
  const server = await serve(...replies);
  const screen = openJob('run chat', server.env);
  await screen.until(atPrompt(screen));
  if (keys !== undefined) screen.type(keys);
  await screen.until(when(screen));
  return screen;
}

function expectKept({ kept }: Phase): void {
  const hasBegun = existsSync(join(testHome().config, 'conversations'));
  const messages = hasBegun ? storedConversations().flatMap((conversation) => conversation.messages) : [];
  const answers = messages.filter(({ role }) => role === 'assistant');
  expect(answers.map(({ content }) => content)).toEqual(kept === undefined ? [] : [kept]);
}

describe.skipIf(process.platform === 'win32')('a signal to a chat', () => {
  describe.each(Object.entries(PHASES))('%s', (_, phase) => {
    it.each([
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const)('%s ends it', async (name, code) => {
      const screen = await reach(phase);
      signal(name);
      expect((await endSane(screen)).code).toBe(code);
      expectKept(phase);
    });

    it.each([
      ['Ctrl-C', (screen: Screen) => screen.type(CTRL_C)],
      ['SIGINT', () => signal('SIGINT')],
    ])('%s steps out of it, and then ends it', async (_, interrupt) => {
      const screen = await reach(phase);
      for (const next of phase.interrupts) {
        interrupt(screen);
        await screen.until(next(screen));
        await screen.until(atPrompt(screen));
      }
      interrupt(screen);
      expect((await endSane(screen)).code).toBe(130);
      expectKept(phase);
    });
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('%s ends one without a line editor too', async (name, code) => {
    const server = await serve(sse([chunk('half an answer'), hold]));
    const screen = openJob('TERM=dumb run chat', server.env);
    await screen.until(atPrompt(screen));
    screen.type('hi\r');
    await screen.until('half an answer');
    if (name === 'SIGINT') {
      screen.type(CTRL_C);
      for (const next of STOPS) {
        await screen.until(next());
        await screen.until(atPrompt(screen));
        screen.type(CTRL_C);
      }
    } else {
      signal(name);
    }
    expect((await endSane(screen)).code).toBe(code);
    expectKept({ when: atPrompt, interrupts: [], kept: 'half an answer' });
  });

  it('and a Ctrl-C right behind it leave no paste marked', async () => {
    // That the terminal is given a pause for it is held in raw-mode.test.ts; here, that it is enough.
    for (let time = 0; time < 12; time += 1) {
      const screen = openBare(['chat'], { OPENAI_BASE_URL: 'http://127.0.0.1:1' });
      await screen.until(() => screen.bracketedPaste);
      screen.kill('SIGTERM');
      screen.type(CTRL_C);
      await screen.exited;
      expect([time, screen.bracketedPaste]).toEqual([time, false]);
    }
  });

  it('a fault of ours leaves the terminal as it was', async () => {
    const fault = "process.on('SIGUSR2', () => { throw new TypeError('an unforeseen thing'); })";
    const screen = openJob('run chat', {
      OPENAI_BASE_URL: 'http://127.0.0.1:1',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}`,
    });
    await screen.until(atPrompt(screen));
    screen.type('half a line');
    await screen.until('half a line');
    signal('SIGUSR2');
    const { code, text } = await endSane(screen);
    expect(code).toBe(1);
    expect(text).toContain('a fault in ai-chat itself: an unforeseen thing');
  });
});
