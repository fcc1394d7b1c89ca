import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer, chunk, DONE, type Reply, sse } from '../helpers/fake-server.ts';
import { createGate } from '../helpers/gate.ts';
import { testHome } from '../helpers/home.ts';
import { CTRL_Z } from '../helpers/keys.ts';
import { run } from '../helpers/run.ts';
import { serve } from '../helpers/talk.ts';
import type { Condition, Screen } from '../helpers/terminal-emulator.ts';
import { atPrompt } from '../helpers/window.ts';
import { endSane, openJob, signal } from './job.ts';

const KEY = 'hidden-0123456789abcdef';

/**
 * In a shell with job control: tells that the command was stopped, with the terminal's mode, and continues it when a
 * line is typed. Before that it sets the mode anew, as shells do that edit lines.
 */
const stoppable = (command: string) => `set -m
  ${command}
  stty -g >"$HOME/stopped"; echo "[stopped]"
  read _; stty sane; echo "[continued]"; fg >/dev/null`;

const stop = { 'Ctrl-Z': (screen: Screen) => screen.type(CTRL_Z), SIGTSTP: () => signal('SIGTSTP') };

/** What may be stopped in the middle of something. */
interface Phase {
  /** What is done first. */
  readonly before?: readonly string[];
  readonly command: string;
  /** The answer goes on when the second argument settles. */
  readonly reply?: (goOn: Promise<void>) => Reply;
  /** Typed at a chat's first prompt. */
  readonly keys?: string;
  readonly when: Condition;
  readonly by: readonly (keyof typeof stop)[];
  /** What is typed when it goes on, and what is seen then. */
  readonly types: string;
  readonly ends: Condition;
  /** Whether what waits there for keys stands there again when it goes on. */
  readonly isShownAgain?: true;
}

const halfAnAnswer = (goOn: Promise<void>) => sse([chunk('half an '), goOn, chunk('answer'), DONE]);
const late = (goOn: Promise<void>) => sse([goOn, chunk('an answer'), DONE]);
const BOTH = ['Ctrl-Z', 'SIGTSTP'] as const;

const PHASES: Readonly<Record<string, Phase>> = {
  'a line': {
    command: 'run chat',
    isShownAgain: true,
    keys: 'half',
    when: 'You: half',
    by: BOTH,
    types: ' a line\r',
    ends: 'fine',
  },
  'a search': {
    command: 'run chat',
    isShownAgain: true,
    keys: '\u0012any',
    when: 'any',
    by: BOTH,
    types: '\u0007hi\r',
    ends: 'fine',
  },
  'a chat that waits': {
    command: 'run chat',
    isShownAgain: true,
    reply: late,
    keys: 'hi\r',
    when: 'waiting',
    by: BOTH,
    types: '',
    ends: 'an answer',
  },
  "a chat's answer": {
    command: 'run chat',
    isShownAgain: true,
    reply: halfAnAnswer,
    keys: 'hi\r',
    when: 'half an',
    by: BOTH,
    types: '',
    ends: 'half an answer',
  },
  'ask, which waits': {
    command: 'run ask hi',
    reply: late,
    when: 'waiting',
    by: BOTH,
    types: '',
    ends: 'an answer',
  },
  "ask's answer": {
    command: 'run ask hi',
    reply: halfAnAnswer,
    when: 'half an',
    by: BOTH,
    types: '',
    ends: 'half an answer',
  },
  'a hidden question': {
    command: 'run config set apiKey',
    isShownAgain: true,
    when: 'not shown',
    by: BOTH,
    types: `${KEY}\r`,
    ends: 'the key is for',
  },
  'a question': {
    before: ['ask', '-q', 'hi'],
    command: 'run history clear',
    when: '[y/N]',
    by: BOTH,
    isShownAgain: true,
    types: 'n\r',
    ends: 'nothing was deleted',
  },
};

const CASES = Object.entries(PHASES).flatMap(([name, phase]) => phase.by.map((by) => ({ name, by, phase })));

describe.skipIf(process.platform === 'win32')('what is stopped gives the terminal back, and goes on', () => {
  it.each(CASES)('$name, by $by', async ({ by, phase }) => {
    const { waiting, goOn } = createGate();
    const server = await serve(phase.reply?.(waiting) ?? answer('fine'));
    if (phase.before) await run(phase.before, { env: server.env });
    const screen = openJob(stoppable(phase.command), server.env);
    if (phase.command === 'run chat') await screen.until(atPrompt(screen));
    if (phase.keys !== undefined) screen.type(phase.keys);
    await screen.until(phase.when);

    stop[by](screen);
    await screen.until('[stopped]');
    const told = (name: string) => readFileSync(join(testHome().home, name), 'utf8');
    expect(told('stopped')).toBe(told('before'));
    expect({ cursor: screen.cursorVisible, paste: screen.bracketedPaste }).toEqual({
      cursor: true,
      paste: false,
    });

    screen.type('\r');
    // Only then has it the terminal as it wants it.
    await screen.until(() => (phase.isShownAgain ? /\[continued\]\s+\S/ : /\[continued\]/).test(screen.raw));
    goOn();
    screen.type(phase.types);
    await screen.until(phase.ends);
    if (phase.command === 'run chat') {
      await screen.until(atPrompt(screen));
      screen.type('/quit\r');
    }
    expect((await endSane(screen)).code).toBe(0);
    expect(screen.raw).not.toContain(KEY);
  });
});
