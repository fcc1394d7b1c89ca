import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import { afterEach, describe, expect, it } from 'vitest';
import { BINARY } from '../helpers/built.ts';
import { answer, chunk, type Reply, silence, sse } from '../helpers/fake-server.ts';
import { createGate } from '../helpers/gate.ts';
import { cleanEnv, testHome } from '../helpers/home.ts';
import { run } from '../helpers/run.ts';
import { serve, storedConversations } from '../helpers/talk.ts';

const SIGHUP = 1;

/** A terminal that can be closed under its command, as a window is, or a connection that breaks. */
interface Line {
  /** Resolves when that was printed. */
  until(text: string): Promise<void>;
  type(keys: string): void;
  hangUp(): void;
  /** The signal that ended what the terminal was opened for. */
  readonly ended: Promise<number | undefined>;
}

const open = new Set<IPty>();

afterEach(() => {
  for (const pty of open) pty.kill('SIGKILL');
  open.clear();
});

function openLine(command: readonly string[], env: Readonly<Record<string, string>>): Line {
  const [program = '', ...args] = command;
  const terminal = { TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  const pty = spawn(program, args, {
    cols: 80,
    rows: 24,
    cwd: testHome().cwd,
    env: { ...cleanEnv(), ...terminal, ...env },
  });
  open.add(pty);
  let raw = '';
  let look = () => {};
  pty.onData((data) => {
    raw += data;
    look();
  });
  const ended = new Promise<number | undefined>((resolve) => {
    pty.onExit(({ signal }) => {
      open.delete(pty);
      resolve(signal);
    });
  });
  return {
    until(text) {
      return new Promise((resolve, reject) => {
        look = () => {
          if (raw.includes(text)) resolve();
        };
        ended.then(() => reject(new Error(`it ended without ${text}:\n${raw}`)));
        look();
      });
    },
    type: (keys) => pty.write(keys),
    // Its type does not know it; it closes our side, which is the terminal for the other one.
    hangUp: () => (pty as IPty & { destroy(): void }).destroy(),
    ended,
  };
}

interface Phase {
  /** What is done first. */
  readonly before?: readonly string[];
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Until the terminal is gone, and then nothing but more of the answer. */
  readonly reply?: (gone: Promise<void>) => Reply;
  readonly keys?: string;
  readonly when: string;
  /** What is kept: the question, and the answer as far as it came. */
  readonly kept?: readonly string[];
}

const half = (gone: Promise<void>) =>
  sse([chunk('half an answer'), gone, ...Array.from({ length: 50 }, () => chunk('and more\n\n'))]);

const PHASES: Readonly<Record<string, Phase>> = {
  'a chat at its prompt': { args: ['chat'], when: 'You:' },
  'a chat in a line': { args: ['chat'], keys: 'half a line', when: 'half a line' },
  'a chat in a line on a terminal that can do nothing': {
    args: ['chat'],
    env: { TERM: 'dumb' },
    keys: 'a first line\\\rhalf a line',
    when: 'half a line',
  },
  'a chat that waits': { args: ['chat'], reply: () => silence, keys: 'hi\r', when: 'waiting', kept: ['hi'] },
  "a chat's answer": {
    args: ['chat'],
    reply: half,
    keys: 'hi\r',
    when: 'half an answer',
    kept: ['hi', 'half an answer'],
  },
  "ask's answer": {
    args: ['ask', 'hi'],
    reply: half,
    when: 'half an answer',
    kept: ['hi', 'half an answer'],
  },
  'an offer of what there is without a key': {
    args: ['chat'],
    env: { OPENAI_API_KEY: '', OPENAI_BASE_URL: 'https://server.test/v1' },
    when: 'Press a key',
  },
  'a hidden question': { args: ['config', 'set', 'apiKey'], when: 'not shown' },
  'a question': { args: ['config', 'set', 'model'], when: 'model (now gpt-4o-mini):' },
  'a question of yes or no': {
    before: ['ask', '-q', 'hi'],
    args: ['history', 'clear'],
    when: '[y/N]',
    kept: ['hi', 'fine'],
  },
};

describe.skipIf(process.platform === 'win32')('a terminal that is closed', () => {
  const begin = async ({ before, args, env, reply, keys, when }: Phase, around: readonly string[]) => {
    const { waiting: gone, goOn: hangUp } = createGate();
    const server = await serve(reply?.(gone) ?? answer('fine'));
    if (before) await run(before, { env: server.env });
    const line = openLine([...around, process.execPath, BINARY, ...args], { ...server.env, ...env });
    if (keys !== undefined) {
      await line.until('You:');
      line.type(keys);
    }
    await line.until(when);
    line.hangUp();
    hangUp();
    return line;
  };

  const expectKept = ({ kept = [] }: Phase) => {
    const messages = existsSync(join(testHome().config, 'conversations'))
      ? storedConversations().flatMap((conversation) => conversation.messages)
      : [];
    expect(messages.map(({ content }) => content.slice(0, 'half an answer'.length))).toEqual(kept);
    if (kept[1] !== undefined)
      expect(messages[1]?.status).toBe(kept[1] === 'fine' ? 'complete' : 'interrupted');
  };

  it.each(Object.entries(PHASES))('ends it, and what came is kept: %s', async (_, phase) => {
    const line = await begin(phase, []);
    expect(await line.ended).toBe(SIGHUP);
    expectKept(phase);
  });

  it.each(Object.entries(PHASES))('the same without a signal: %s', async (_, phase) => {
    // The kernel tells the session's first process alone, here a shell that keeps it to itself.
    const around = ['/bin/sh', '-c', 'trap : HUP; "$@"; echo $? >"$HOME/code"', 'sh'];
    const line = await begin(phase, around);
    await line.ended;
    const told = (name: string) => readFileSync(join(testHome().home, name), 'utf8');
    expect(told('code')).toBe('129\n');
    expectKept(phase);
  });
});
