import { describe, expect, it } from 'vitest';
import { answer, apiError, chunk, hold, type Reply, silence, sse } from '../helpers/fake-server.ts';
import { CTRL_C } from '../helpers/keys.ts';
import { start } from '../helpers/run.ts';
import { serve, storedConversation } from '../helpers/talk.ts';
import type { Condition } from '../helpers/terminal-emulator.ts';
import { endSane, openJob, signal } from './job.ts';

const SIGNALS: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
];
const LATER = apiError(503, 'later', {}, { 'Retry-After': '50' });

/** What a command may be in the middle of on a terminal. */
interface Phase {
  readonly script: string;
  readonly replies?: readonly Reply[];
  readonly when: Condition;
  readonly env?: Readonly<Record<string, string>>;
  /** What is kept of the answer; null for a question without one, undefined for nothing at all. */
  readonly kept?: string | null;
  /** It takes a second to be in the middle of it: one signal has to do. */
  readonly slow?: true;
}

const PHASES: Readonly<Record<string, Phase>> = {
  'ask, before the headers': { script: 'run ask hi', replies: [silence], when: 'waiting', kept: null },
  'ask, before the first text': { script: 'run ask hi', replies: [sse([hold])], when: 'waiting', kept: null },
  'ask, before the next try': { script: 'run ask hi', replies: [LATER], when: 'again in 50 s', kept: null },
  'ask, in the middle of the answer': {
    script: 'run ask hi',
    replies: [sse([chunk('Half **an** answer.'), hold])],
    when: 'Half an answer.',
    kept: 'Half **an** answer.',
  },
  'ask, in the middle of thoughts': {
    script: 'run ask hi',
    replies: [sse([chunk({ reasoning: 'half a thought' }), hold])],
    when: 'half a',
    kept: '',
  },
  'ask, waiting for standard input': {
    script: 'run ask hi <silent',
    when: 'waiting for standard input',
    slow: true,
  },
  'ask, at the question of trust': {
    script: 'echo OPENAI_BASE_URL=https://server.example/v1 >.env; OPENAI_BASE_URL= run ask hi',
    when: '[y/N]',
  },
  'chat, at the question of trust': {
    script: 'echo OPENAI_BASE_URL=https://server.example/v1 >.env; OPENAI_BASE_URL= run chat',
    when: '[y/N]',
  },
  'chat, at the list': { script: 'ai ask -q hi; run chat -r', when: 'type to filter', kept: 'fine' },
  'chat, reading standard input': {
    script: 'echo hi >&3; run chat <silent',
    when: 'fine',
    kept: 'fine',
  },
  'config set, at a hidden question': { script: 'run config set apiKey', when: 'not shown' },
  'config set, at a question': { script: 'run config set model', when: 'model (now gpt-4o-mini):' },
  'config set, waiting for standard input': {
    script: 'run config set model <silent',
    when: 'waiting for the value',
    slow: true,
  },
  'history clear, at its question': {
    script: 'ai ask -q hi; run history clear',
    when: '[y/N]',
    kept: 'fine',
  },
  'history import, waiting for standard input': {
    script: 'run history import - <silent',
    when: 'waiting for standard input',
    slow: true,
  },
};

function expectKept({ kept }: Phase): void {
  if (kept === undefined) return;
  const { messages } = storedConversation();
  expect(messages.slice(1).map(({ content }) => content)).toEqual(kept === null ? [] : [kept]);
}

describe.skipIf(process.platform === 'win32')('a signal on a terminal', () => {
  describe.each(Object.entries(PHASES))('%s', (_, phase) => {
    const reach = async () => {
      const { script, replies = [answer('fine')], when, env } = phase;
      const server = await serve(...replies);
      const screen = openJob(`mkfifo silent; exec 3<>silent; ${script}`, { ...server.env, ...env });
      await screen.until(when);
      return screen;
    };

    // Ctrl-C is SIGINT here, as the terminal sends it.
    const interrupts = phase.slow ? SIGNALS.slice(1, 2) : [['Ctrl-C', 130] as const, ...SIGNALS.slice(1)];
    it.each(interrupts)('%s ends it at once', async (name, code) => {
      const screen = await reach();
      if (name === 'Ctrl-C') screen.type(CTRL_C);
      else signal(name);
      expect((await endSane(screen)).code).toBe(code);
      expectKept(phase);
    });
  });
});

describe.skipIf(process.platform === 'win32')('a signal where there is no terminal', () => {
  it.each(SIGNALS)('%s in the middle of an answer to a pipe', async (name, code) => {
    const server = await serve(sse([chunk('half an answer'), hold]));
    const talking = start(['ask', 'hi'], { env: server.env });
    await talking.until('stdout', 'half an answer');
    talking.kill(name);
    expect(await talking.result).toMatchObject({ code, stdout: 'half an answer\n', stderr: '' });
    expect(storedConversation().messages[1]).toMatchObject({
      content: 'half an answer',
      status: 'interrupted',
    });
  });
});
